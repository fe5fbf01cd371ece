import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '../../generated/schema';
import { isTold, takeDown } from './calls';
import { problemOf } from './problem';

/** Why somebody has to sign in again: the session is over, or was begun too long ago for what they are about to do. */
export type Reason = 'ended' | 'confirm';
type Renewal = (reason: Reason) => Promise<boolean>;

let renewal: Renewal | null = null;

/** Whom to ask for a new sign-in in the midst of work: resolves to whether somebody has signed in again. */
export function onSignInNeeded(ask: Renewal | null): void {
  renewal = ask;
}

const PUBLIC = /\/api\/v1\/(session|sign-in|one-time-links)/;

async function reasonOf(response: Response): Promise<Reason | null> {
  if (response.status === 401) {
    return 'ended';
  }
  const asked = response.status === 403 && (await problemOf(response.clone())).slug === 'reauthentication-required';
  return asked ? 'confirm' : null;
}

/** Sends a request, and sends it again after a sign-in if it takes a new one: what was typed is not lost. */
export async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const told = isTold(request) ? request.clone() : null;
  let response = await fetch(request);
  if (renewal !== null && !PUBLIC.test(request.url)) {
    const reason = await reasonOf(response);
    if (reason !== null && (await renewal(reason))) {
      response = await fetch(again);
    }
  }
  if (told && response.ok) {
    await takeDown(told);
  }
  return response;
}

const problems: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') {
      // What no form or other site can send: the proof that this page made the call.
      request.headers.set('X-Blotter-Page', '1');
    }
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) {
      throw await problemOf(response);
    }
    return response;
  },
};

export const api = createClient<paths>({ baseUrl: '/api', fetch: send, credentials: 'same-origin' });
api.use(problems);

/** The body of an answer; what is no success has been thrown before. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** For what the typed client does not do: files. */
export async function raw(path: string, init: RequestInit): Promise<Response> {
  const request = new Request(`/api${path}`, { credentials: 'same-origin', ...init });
  request.headers.set('X-Blotter-Page', '1');
  const response = await send(request);
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

export const MERGE_PATCH = { 'Content-Type': 'application/merge-patch+json' } as const;
