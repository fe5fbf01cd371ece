import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import type { Query } from '../api';
import type { Kind } from '../kind';
import { toSearch } from './query';

/** How many entries a filter finds, exactly, and how many of them have which tag. */
export function useCounts(kind: Kind, filters: Query, enabled: boolean) {
  return useQuery({
    queryKey: ['metrics', 'counts', kind.register, toSearch(filters)],
    enabled,
    queryFn: async () => {
      const params = { query: filters as never };
      const { total, tags } =
        kind.register === 'incidents'
          ? await body(api.GET('/v1/incidents/metrics', { params }))
          : await body(api.GET('/v1/risks/metrics', { params }));
      return { total, tags };
    },
  });
}
