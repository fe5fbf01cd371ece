import { useEffect, useMemo } from 'react';
import { queryOf } from '../filters/query';
import type { Kind } from '../kind';
import { useList } from '../list/list';

/** Which come before and after in the list from which one came; in all of them, newest first, without one. */
export function useNeighbours(kind: Kind, id: string, search: string | undefined) {
  const query = useMemo(() => queryOf(kind, new URLSearchParams(search ?? '')), [kind, search]);
  const { entries, total, totalIsExact, pages } = useList(kind, query);
  const at = entries.findIndex((entry) => entry.id === id);
  const nearEnd = at >= 0 && at >= entries.length - 3 && pages.hasNextPage && !pages.isFetchingNextPage;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the end comes near
  useEffect(() => {
    if (nearEnd) {
      pages.fetchNextPage();
    }
  }, [nearEnd]);
  return {
    previous: at > 0 ? (entries[at - 1]?.id ?? null) : null,
    next: at >= 0 ? (entries[at + 1]?.id ?? null) : null,
    place: at >= 0 ? `${(at + 1).toLocaleString()} of ${total.toLocaleString()}${totalIsExact ? '' : '+'}` : '',
  };
}
