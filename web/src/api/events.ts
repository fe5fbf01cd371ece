import { useEffect, useRef } from 'react';
import { api, body } from './client';
import type { BatchRecord } from './types';

// What others write is seen by looking at the newest batches, which every write makes. One look for the whole page,
// while something listens and somebody can see it.

const EVERY_MILLIS = 4_000;
const LOOKED_AT = 20;

/** What somebody in the organization has just written. */
export interface ChangeEvent {
  by: string;
  register: 'incidents' | 'risks' | null;
  operation: BatchRecord['operation'];
  updated: number;
}

type Listener = (event: ChangeEvent) => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setInterval> | null = null;
let seen: Set<string> | null = null;
let looking = false;

async function look() {
  if (looking || document.visibilityState === 'hidden') {
    return;
  }
  looking = true;
  try {
    const { results } = await body(api.GET('/v1/batches', { params: { query: { page_size: LOOKED_AT } } }));
    const fresh = seen === null ? [] : results.filter((batch) => !seen?.has(batch.id));
    seen = new Set(results.map((batch) => batch.id));
    for (const batch of fresh.reverse()) {
      tell(batch);
    }
  } catch {
    // The next look may reach the server again.
  } finally {
    looking = false;
  }
}

function tell(batch: BatchRecord) {
  const event: ChangeEvent = {
    by: batch.by.id,
    register: batch.register === null ? null : batch.register === 'incident' ? 'incidents' : 'risks',
    operation: batch.operation,
    updated: batch.updated,
  };
  for (const listener of listeners) {
    listener(event);
  }
}

export function useEvents(listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const own: Listener = (event) => latest.current(event);
    listeners.add(own);
    if (timer === null) {
      seen = null;
      look();
      timer = setInterval(look, EVERY_MILLIS);
    }
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && timer !== null) {
        clearInterval(timer);
        timer = null;
      }
    };
  }, []);
}
