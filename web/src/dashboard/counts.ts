import { useQuery } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { INCIDENTS } from '../incident/kind';
import { fetchPage, type Query } from '../register/api';
import { toSearch } from '../register/filters/query';

/** How many incidents a filter finds. */
export function useCount(filter: Query) {
  return useQuery({
    queryKey: ['metrics', 'count', toSearch(filter)],
    staleTime: 60_000,
    queryFn: async () => {
      const { pagination } = await fetchPage(INCIDENTS, { ...filter, page_size: '1' });
      return { count: pagination.total, isExact: pagination.total_is_exact };
    },
  });
}

/** Counts and durations of what a filter finds. */
export function useMetrics(filter: Query) {
  return useQuery({
    queryKey: ['metrics', 'of', toSearch(filter)],
    staleTime: 60_000,
    queryFn: () => body(api.GET('/v1/incidents/metrics', { params: { query: filter as never } })),
  });
}
