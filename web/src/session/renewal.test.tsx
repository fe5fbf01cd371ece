import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from '../app';
import { theme } from '../ui/theme';

// Somebody whose session is older than what they are about to do allows.

const session = {
  user: { id: 'u', email: 'mara@northwind.example', first_name: 'Mara', last_name: 'Lindqvist', icon: null },
  organization: { id: 'o', slug: 'northwind', name: 'Northwind' },
  roles: ['Viewer'],
  permissions: ['incidents:read', 'risks:read', 'tags:read', 'users:read'],
  via: 'session',
  second_factor: false,
  password: true,
  expires_date: null,
};
const TOKEN = 'blotter_token_1_Y66dOYFCp9hMSbc7ovZnyNN3zreDLbabGkFhM1YupJY2Ba1Yd';
const PASSWORD = 'seven lanterns';

let person = session;
let signedIn: unknown[] = [];
let asked: string[] = [];

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const problem = (status: number, slug: string, detail: string) =>
  json(status, { type: `/problems/${slug}`, title: slug, status, detail });

async function serve(request: Request): Promise<Response> {
  const path = new URL(request.url, 'http://localhost').pathname.replace('/api/v1', '');
  if (path === '/session' && request.method === 'POST') {
    const credentials = await request.json();
    if (credentials.password !== PASSWORD) {
      return problem(401, 'invalid-credentials', 'the email or the password is wrong');
    }
    signedIn.push(credentials);
    return json(200, person);
  }
  if (path === '/users/me/tokens' && request.method === 'POST') {
    asked.push(await request.text());
    return signedIn.length > 0
      ? json(201, { token: TOKEN })
      : problem(403, 'reauthentication-required', 'this needs a sign-in of the last 5 minutes');
  }
  if (path === '/session') {
    return json(200, person);
  }
  if (path === '/sign-in') {
    const sso = { name: 'Okta', url: '/api/v1/sso/start', available: true, problem: null };
    return json(200, { password: true, setup_needed: false, sso: person.password ? null : sso });
  }
  return json(200, path === '/users/me/tokens' ? { tokens: [] } : { results: [] });
}

beforeEach(() => {
  person = session;
  signedIn = [];
  asked = [];
  vi.stubGlobal('fetch', (input: Request | string) =>
    serve(typeof input === 'string' ? new Request(new URL(input, 'http://localhost')) : input),
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function askForAToken() {
  history.pushState(null, '', '/settings/you');
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <App />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const name = await screen.findByLabelText('Token purpose', {}, { timeout: 8_000 });
  fireEvent.change(name, { target: { value: 'nightly report' } });
  fireEvent.click(screen.getByRole('button', { name: 'New token' }));
  return screen.findByRole('dialog', { name: 'Confirm your identity' }, { timeout: 8_000 });
}

const typed = (password: string) => {
  fireEvent.change(document.querySelector('input[name=password]') as HTMLInputElement, {
    target: { value: password },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Confirm' }));
};

test('what needs a new sign-in asks for the password, and is then done by itself', async () => {
  await askForAToken();
  const email = document.querySelector('input[name=email]') as HTMLInputElement;
  expect(email.value).toBe('mara@northwind.example');
  expect(email.readOnly).toBe(true);
  await waitFor(() => expect(document.activeElement).toBe(document.querySelector('input[name=password]')));
  typed('a wrong one');
  await screen.findByText('The email or password is wrong.');
  expect(asked.length).toBe(1);
  typed(PASSWORD);
  await screen.findByText(TOKEN);
  expect(asked.length).toBe(2);
  expect(asked[1]).toBe(asked[0]);
  // In the organization where it is to be done, and in no other of the same email and password.
  expect(signedIn).toEqual([{ email: 'mara@northwind.example', password: PASSWORD, organization: 'northwind' }]);
}, 20_000);

test('who thinks better of it is told why it was not done', async () => {
  const dialog = await askForAToken();
  fireEvent.keyDown(dialog, { key: 'Escape' });
  await screen.findByText(/needs a sign-in of the last 5 minutes/);
  expect(asked.length).toBe(1);
  expect((screen.getByLabelText('Token purpose') as HTMLInputElement).value).toBe('nightly report');
}, 20_000);

test('who has no password confirms with single sign-on, and comes back to this page', async () => {
  person = { ...session, password: false };
  await askForAToken();
  const way = await screen.findByRole('link', { name: 'Sign in with Okta' });
  expect(way.getAttribute('href')).toBe('/api/v1/sso/start?return_to=%2Fsettings%2Fyou');
  await waitFor(() => expect(document.querySelector('input[name=password]')).toBeNull());
}, 20_000);
