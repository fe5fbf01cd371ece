// What this page last wrote to a register, and what it last listed, for who wants to do the same by a script.

/** A call as it was sent, without what only this one sending needed. */
export interface Call {
  method: string;
  /** With the query, as the server has it. */
  path: string;
  headers: readonly (readonly [string, string])[];
  body: string | null;
}

const WRITES = /^\/api\/v1\/(incidents|risks|tags|batches)\b/;
/** The second because a key used again has the first answer given again, and nothing done. */
const OF_ONE_SENDING = ['x-blotter-page', 'idempotency-key'];

let done: readonly Call[] = [];
let gathered: Call[] | null = null;
let listed = '/api/v1/incidents';

/** Whether a call is worth telling: one that writes, and whose body is no file. */
export function isTold({ method, url, headers }: Request): boolean {
  const { pathname, searchParams } = new URL(url);
  const type = headers.get('Content-Type');
  return (
    method !== 'GET' &&
    WRITES.test(pathname) &&
    searchParams.get('dry_run') !== 'true' &&
    (type === null || type.includes('json'))
  );
}

/** Takes down a call that has succeeded. The request's body must not have been read. */
export async function takeDown(request: Request): Promise<void> {
  const { pathname, search } = new URL(request.url);
  const call = {
    method: request.method,
    path: pathname + search,
    headers: [...request.headers].filter(([name]) => !OF_ONE_SENDING.includes(name.toLowerCase())),
    body: (await request.text()) || null,
  };
  if (gathered) {
    gathered.push(call);
  } else {
    done = [call];
  }
}

/** Takes the calls that this makes for one act, however many they are. */
export async function asOneAct<T>(act: () => Promise<T>): Promise<T> {
  const calls: Call[] = [];
  gathered = calls;
  try {
    return await act();
  } finally {
    gathered = null;
    if (calls.length > 0) {
      done = calls;
    }
  }
}

/** The calls of the last act that wrote; none before the first. */
export function lastAct(): readonly Call[] {
  return done;
}

export function noteList(path: string): void {
  listed = path;
}

export function lastList(): Call {
  return { method: 'GET', path: listed, headers: [], body: null };
}

/** What somebody did is not told to who signs in after them. */
export function forgetCalls(): void {
  done = [];
}

/** For a shell, with the token in a variable. */
export function curl(calls: readonly Call[]): string {
  return calls.map(curlOf).join('\n\n');
}

function curlOf({ method, path, headers, body }: Call): string {
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(location.origin + path)}`,
    `  -H "Authorization: Bearer $TOKEN"`,
    ...headers.map(([name, value]) => `  -H ${quoted(`${titled(name)}: ${value}`)}`),
    ...(body === null ? [] : [`  --data-raw ${quoted(body)}`]),
  ].join(' \\\n');
}

/** The browser has the names of headers in lower case. */
function titled(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** In single quotes, in which only they themselves mean something. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
