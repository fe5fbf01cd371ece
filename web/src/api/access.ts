import type { components, paths } from '../../generated/schema';
import { raw } from './client';

// The operations of access: who is signed in, and how.

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type SignInWays = Schemas['SignInWays'];
export type Credentials = paths['/v1/session']['post']['requestBody']['content']['application/json'];
export type OneTimeLink = Schemas['OneTimeLink'];

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
  signInWays: () => call<SignInWays>('GET', '/v1/sign-in'),
  signIn: (credentials: Credentials) => call<Session>('POST', '/v1/session', credentials),
  signOut: () => call<void>('DELETE', '/v1/session'),
  link: (token: string) => call<OneTimeLink>('GET', `/v1/one-time-links/${encodeURIComponent(token)}`),
  redeem: (token: string, values: Record<string, string>) =>
    call<Session>('POST', `/v1/one-time-links/${encodeURIComponent(token)}`, values),
};
