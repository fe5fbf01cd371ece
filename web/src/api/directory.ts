import { useQuery } from '@tanstack/react-query';
import { api, body } from './client';
import type { Source, TagUse, UserAccount } from './types';

// Users, tags and sources are few: each is fetched whole, once, and kept.

const FRESH = 60_000;

async function all<T>(page: (cursor?: string) => Promise<{ results: T[]; next: string | null }>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const { results, next } = await page(cursor);
    found.push(...results);
    cursor = next ?? undefined;
  } while (cursor);
  return found;
}

export function useUsers() {
  return useQuery({
    queryKey: ['users'],
    staleTime: FRESH,
    queryFn: () =>
      all<UserAccount>(async (cursor) => {
        const query = { page_size: 200, ...(cursor ? { cursor } : {}) };
        const page = await body(api.GET('/v1/users', { params: { query } }));
        return { results: page.results, next: page.pagination.next_cursor };
      }),
  });
}

export function useTags() {
  return useQuery({
    queryKey: ['tags'],
    staleTime: FRESH,
    queryFn: () =>
      all<TagUse>(async (cursor) => {
        const query = { page_size: 200, ...(cursor ? { cursor } : {}) };
        const page = await body(api.GET('/v1/tags', { params: { query } }));
        return { results: page.results, next: page.pagination.next_cursor };
      }),
  });
}

export function useSources(register: 'incidents' | 'risks') {
  return useQuery({
    queryKey: ['sources', register],
    staleTime: FRESH,
    queryFn: async (): Promise<Source[]> => {
      const path = `/v1/${register}/sources` as '/v1/incidents/sources';
      return (await body(api.GET(path))).sources;
    },
  });
}

export function fullName(user: { first_name: string; last_name: string; email: string }): string {
  return `${user.first_name} ${user.last_name}`.trim() || user.email;
}
