import { readFileSync } from 'node:fs';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { App } from './app';
import { theme } from './ui/theme';

// Each page, given the examples of the contract as the server's answers.

interface Example {
  $ref?: string;
  value?: unknown;
}

interface Response_ {
  content?: Record<string, { examples?: Record<string, Example> }>;
}

const contract = parse(readFileSync('../api/openapi.yaml', 'utf8')) as {
  paths: Record<string, Record<string, { responses: Record<string, Response_> }>>;
  components: { examples: Record<string, Example> };
};

function exampleOf(method: string, path: string): unknown {
  for (const [template, methods] of Object.entries(contract.paths)) {
    const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    const isLiteral = template === path;
    if ((isLiteral || pattern.test(path)) && (isLiteral || !contract.paths[path])) {
      const content = methods[method.toLowerCase()]?.responses['200']?.content?.['application/json'];
      const [first] = Object.values(content?.examples ?? {});
      return first?.$ref ? contract.components.examples[first.$ref.split('/').at(-1) ?? '']?.value : first?.value;
    }
  }
  // What the contract does not have yet has nothing to say.
  return { results: [] };
}

const session = {
  user: { id: 'u', email: 'mara@northwind.example', first_name: 'Mara', last_name: 'Lindqvist', icon: null },
  organization: { id: 'o', slug: 'northwind', name: 'Northwind' },
  roles: ['Admin'],
  permissions: ['incidents', 'risks', 'tags']
    .flatMap((each) => [`${each}:read`, `${each}:write`])
    .concat(['users:read', 'users:manage', 'audit:read', 'organization:manage']),
  via: 'session',
  second_factor: false,
  password: true,
  expires_date: null,
};

const failures: string[] = [];

beforeEach(() => {
  failures.length = 0;
  vi.stubGlobal('fetch', async (input: Request | string) => {
    const url = new URL(typeof input === 'string' ? input : input.url, 'http://localhost');
    const method = typeof input === 'string' ? 'GET' : input.method;
    const path = url.pathname.replace('/api', '');
    if (path === '/openapi.yaml') {
      return new Response(readFileSync('../api/openapi.yaml', 'utf8'));
    }
    const found = path === '/v1/session' ? session : exampleOf(method, path);
    if (found === undefined) {
      failures.push(`${method} ${path}`);
    }
    return new Response(JSON.stringify(found ?? {}), {
      status: found === undefined ? 404 : 200,
      headers: { 'Content-Type': 'application/json' },
    });
  });
  vi.spyOn(console, 'error').mockImplementation((...words) => failures.push(words.join(' ').slice(0, 300)));
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function show(path: string) {
  history.pushState(null, '', path);
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <App />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

test('Ctrl K opens the palette', async () => {
  show('/settings/organization');
  await screen.findByText(/Days until a risk is due/, {}, { timeout: 8_000 });
  fireEvent.keyDown(document.body, { key: 'k', code: 'KeyK', ctrlKey: true });
  const input = await screen.findByPlaceholderText(/An id, words/, {}, { timeout: 8_000 });
  expect(input.getAttribute('aria-label')).toBe('Find or do');
}, 20_000);

describe('each page shows what the contract’s examples say', () => {
  test.each([
    ['/', 'Needs attention'],
    ['/incidents', 'Add incident'],
    ['/incidents/INC-00007', 'Risk Register Referral'],
    ['/risks', 'Add risk'],
    ['/risks/RSK-00003', 'Likelihood × impact'],
    ['/import', 'Import incidents'],
    ['/settings/you', 'Second factor'],
    ['/settings/changes', 'Load older|Undo restores'],
    ['/settings/views', 'Owner'],
    ['/settings/tags', 'phishing'],
    ['/settings/sources', 'Incident sources'],
    ['/settings/team', 'Roles'],
    ['/settings/machines', 'Last used'],
    ['/settings/audit', 'All actions'],
    ['/settings/organization', 'Days until a risk is due'],
    ['/api-reference', 'Change many incidents|openapi.yaml'],
    ['/nowhere', 'Page not found'],
  ])(
    '%s',
    async (path, text) => {
      show(path);
      await waitFor(() => expect(screen.getAllByText(new RegExp(text)).length).toBeGreaterThan(0), {
        timeout: 8_000,
      });
      expect(screen.queryByText('That did not work')).toBeNull();
      expect(failures).toEqual([]);
    },
    15_000,
  );
});
