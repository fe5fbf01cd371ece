import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fetchPage, type Query } from '../api';
import { toSearch } from '../filters/query';
import type { Kind } from '../kind';

const PAGE_SIZE = '100';

/** How a list is asked for, page by page. */
export function listOf(kind: Kind, query: Query) {
  return infiniteQueryOptions({
    queryKey: ['list', kind.register, toSearch(query)],
    queryFn: ({ pageParam, signal }) =>
      fetchPage(kind, { ...query, page_size: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.pagination.has_next ? last.pagination.next_cursor : null),
    staleTime: 15_000,
  });
}

/** The list that a query finds, page by page behind cursors, as one. The former stays until the next one is there. */
export function useList(kind: Kind, query: Query) {
  const pages = useInfiniteQuery({ ...listOf(kind, query), placeholderData: keepPreviousData });
  const entries = useMemo(() => {
    // What moves up in the list while it is read would be on two of its pages.
    const seen = new Set<string>();
    return (pages.data?.pages ?? [])
      .flatMap((page) => page.entries)
      .filter((entry) => !seen.has(entry.id) && seen.add(entry.id));
  }, [pages.data]);
  const pagination = pages.data?.pages[0]?.pagination;
  return {
    entries,
    total: pagination?.total ?? 0,
    totalIsExact: pagination?.total_is_exact ?? true,
    pages,
  };
}
