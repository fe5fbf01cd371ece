import { useEffect, useRef } from 'react';

/** What somebody in the organization has just written. */
export interface ChangeEvent {
  batch_id: string;
  by: string;
  register: 'incidents' | 'risks' | null;
  operation: string;
  updated: number;
}

type Listener = (event: ChangeEvent) => void;

// One stream for the whole page, while anything listens.
const listeners = new Set<Listener>();
let source: EventSource | null = null;

function open() {
  source = new EventSource('/api/v1/events');
  source.addEventListener('batch', (message) => {
    const event = JSON.parse((message as MessageEvent<string>).data) as ChangeEvent;
    for (const listener of listeners) {
      listener(event);
    }
  });
}

export function useEvents(listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    if (typeof EventSource === 'undefined') {
      return;
    }
    const own: Listener = (event) => latest.current(event);
    listeners.add(own);
    if (!source) {
      open();
    }
    return () => {
      listeners.delete(own);
      if (listeners.size === 0) {
        source?.close();
        source = null;
      }
    };
  }, []);
}
