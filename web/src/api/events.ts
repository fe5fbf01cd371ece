import { useEffect, useRef } from 'react';
import { raw } from './client';
import type { EventData } from './types';

// What others write comes by a stream of events. One for the whole page, while something listens and somebody can see
// it: browsers have few connections to a server for all of their windows. While the stream cannot be had, behind a
// proxy that holds it back or when there are too many, the same is asked for now and then.

const READY_WITHIN_MILLIS = 10_000;
const FIRST_PAUSE_MILLIS = 1_000;
const LONGEST_PAUSE_MILLIS = 60_000;
// A connection that is lost without a word looks like one on which nothing happens.
const RENEWED_AFTER_MILLIS = 300_000;
const KEYS_KEPT = 1_000;

/** What somebody in the organization has just written. */
export interface Change {
  /** Null when it is of several. */
  by: string | null;
  register: 'incidents' | 'risks';
  kind: EventData['kind'];
  count: number;
  /** Null when there are many. */
  ids: readonly string[] | null;
}

/** `missed`: something may have happened that was not heard of. */
type Listener = (heard: Change | 'missed') => void;

const listeners = new Set<Listener>();
const keys = new Set<string>();
let source: EventSource | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let place: string | null = null;
let pause = FIRST_PAUSE_MILLIS;

function tell(heard: Change | 'missed') {
  for (const listener of listeners) {
    listener(heard);
  }
}

function ready(data: string, id: string) {
  const missed = place !== null && !JSON.parse(data).resumed;
  place = id || place;
  if (missed) {
    tell('missed');
  }
}

function changed(data: string, id: string) {
  place = id || place;
  const event = JSON.parse(data) as EventData;
  // What came before a break may come again.
  if (event.key !== null) {
    if (keys.has(event.key)) {
      return;
    }
    if (keys.size >= KEYS_KEPT) {
      keys.clear();
    }
    keys.add(event.key);
  }
  tell({
    by: event.by?.id ?? null,
    register: event.register === 'incident' ? 'incidents' : 'risks',
    kind: event.kind,
    count: event.count,
    ids: event.ids,
  });
}

function disconnect() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function connect() {
  disconnect();
  if (typeof EventSource === 'undefined') {
    broken();
    return;
  }
  const stream = new EventSource(`/api/v1/events${place ? `?since=${place}` : ''}`);
  source = stream;
  timer = setTimeout(broken, READY_WITHIN_MILLIS);
  const hear = (name: string, listen: (data: string, id: string) => void) =>
    stream.addEventListener(name, (event: MessageEvent<string>) => {
      if (source === stream) {
        clearTimeout(timer);
        timer = setTimeout(connect, RENEWED_AFTER_MILLIS);
        pause = FIRST_PAUSE_MILLIS;
        listen(event.data, event.lastEventId);
      }
    });
  hear('ready', ready);
  hear('change', changed);
  stream.onerror = () => source === stream && broken();
}

/** Asks for what there is, and tries again later: each time after a longer pause. */
function broken() {
  disconnect();
  timer = setTimeout(connect, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
  ask().catch(() => {
    // The next try may reach the server again.
  });
}

async function ask() {
  const since = place === null ? '' : `&since=${place}`;
  const answer = await raw(`/v1/events?follow=false${since}`, { method: 'GET' });
  const events = eventsOf(await answer.text());
  // The stream may be there again, and further.
  if (source === null) {
    for (const { name, data, id } of events) {
      if (name === 'ready') {
        ready(data, id);
      } else if (name === 'change') {
        changed(data, id);
      }
      place = id || place;
    }
  }
}

/** The events of a text, as the HTML standard reads them. */
export function eventsOf(text: string): { name: string; data: string; id: string }[] {
  let id = '';
  return text.split('\n\n').map((block) => {
    let name = '';
    let data = '';
    for (const line of block.split('\n')) {
      const [, field, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
      if (field === 'id') {
        id = value;
      } else if (field === 'event') {
        name = value;
      } else if (field === 'data') {
        data = value;
      }
    }
    return { name, data, id };
  });
}

function onVisibility() {
  if (document.visibilityState === 'hidden') {
    disconnect();
  } else {
    pause = FIRST_PAUSE_MILLIS;
    connect();
  }
}

export function useEvents(listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const own: Listener = (heard) => latest.current(heard);
    listeners.add(own);
    if (listeners.size === 1) {
      // Whoever listens has just read what it shows.
      place = null;
      document.addEventListener('visibilitychange', onVisibility);
      onVisibility();
    }
    return () => {
      listeners.delete(own);
      if (listeners.size === 0) {
        document.removeEventListener('visibilitychange', onVisibility);
        disconnect();
      }
    };
  }, []);
}
