import { raw } from './client';
import type { User } from './types';

// The operations of access: who is signed in, and how.

export interface Session {
  user: User;
  organization: { id: string; slug: string; name: string };
  roles: string[];
  permissions: string[];
  via: 'session' | 'token';
  second_factor: boolean;
  password: boolean;
  expires_date: string | null;
}

export interface SignIn {
  password: boolean;
  setup_needed: boolean;
  sso: null | { name: string; url: string; available: boolean; problem: string | null };
}

export interface Credentials {
  email: string;
  password: string;
  code?: string;
  organization?: string;
}

export interface OneTimeLink {
  kind: 'invite' | 'password_reset' | 'setup';
  email: string | null;
  organization: string | null;
  expires_date: string;
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await raw(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const access = {
  session: () => call<Session>('GET', '/v1/session'),
  signInWays: () => call<SignIn>('GET', '/v1/sign-in'),
  signIn: (credentials: Credentials) => call<Session>('POST', '/v1/session', credentials),
  signOut: () => call<void>('DELETE', '/v1/session'),
  link: (token: string) => call<OneTimeLink>('GET', `/v1/one-time-links/${encodeURIComponent(token)}`),
  redeem: (token: string, values: Record<string, string>) =>
    call<Session>('POST', `/v1/one-time-links/${encodeURIComponent(token)}`, values),
};
