import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useEvents } from '../../api/events';
import { useSession } from '../../session/session';
import { fetchPage } from '../api';
import { useShown } from '../changing';
import type { Entry, Kind } from '../kind';

const MARKED_MILLIS = 20_000;
const LOOKED_AT = 200;

/** Keeps a list true while others work: what they change is shown and marked, what they add is counted. */
export function useMarked(kind: Kind, entries: readonly Entry[]) {
  const { user } = useSession();
  const queries = useQueryClient();
  const { show } = useShown(kind);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [arrived, setArrived] = useState(0);
  const current = useRef(entries);
  current.current = entries;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what it calls does the same at every render
  const look = useCallback(async () => {
    const shown = current.current.slice(0, LOOKED_AT);
    if (shown.length === 0) {
      return;
    }
    const page = await fetchPage(kind, { id: shown.map((entry) => entry.id), page_size: '200' });
    const before = new Map(shown.map((entry) => [entry.id, entry]));
    const changed = page.entries.filter((entry) => isNewer(entry, before.get(entry.id)));
    show(changed);
    const ids = changed.map((entry) => entry.id);
    setMarked((already) => new Set([...already, ...ids]));
    setTimeout(
      () => setMarked((already) => new Set([...already].filter((id) => !ids.includes(id)))),
      MARKED_MILLIS,
    );
  }, [kind]);

  useEvents((heard) => {
    if (heard !== 'missed') {
      if (heard.by === user.id || heard.register !== kind.register) {
        return;
      }
      if (heard.kind === 'created') {
        setArrived((count) => count + heard.count);
        return;
      }
      if (heard.ids && !current.current.some((entry) => heard.ids?.includes(entry.id))) {
        return;
      }
    }
    look().catch(() => {
      // The next event, or the next look at the list, shows it.
    });
  });

  const catchUp = () => {
    setArrived(0);
    queries.invalidateQueries({ queryKey: ['list', kind.register] });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew
  useEffect(() => setArrived(0), [kind]);
  return { marked, arrived, catchUp };
}

/** Whether somebody has changed it, or has written or linked something beside it, which moves no version. */
function isNewer(entry: Entry, before: Entry | undefined): boolean {
  return (
    before === undefined ||
    entry.version > before.version ||
    entry.comments !== before.comments ||
    entry.links.join() !== before.links.join()
  );
}
