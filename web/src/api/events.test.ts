import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Change, eventsOf, useEvents } from './events';

class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  onerror: (() => void) | null = null;
  closed = false;

  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }

  close() {
    this.closed = true;
  }

  say(name: string, data: unknown, lastEventId = '') {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
  }
}

const event = { key: 'k1', by: { id: 'u' }, register: 'incident', kind: 'changed', count: 1, ids: ['INC-00001'] };
const change = { by: 'u', register: 'incidents', kind: 'changed', count: 1, ids: ['INC-00001'] };
const latest = () => FakeSource.all.at(-1) as FakeSource;
let heard: (Change | 'missed')[] = [];
let asked: string[] = [];
let answer = '';
let end = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  FakeSource.all = [];
  heard = [];
  asked = [];
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(new URL(request.url).search);
    return new Response(answer);
  });
  end = renderHook(() => useEvents((each) => heard.push(each))).unmount;
});

afterEach(() => {
  end();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('what comes is told, and once', () => {
  expect(latest().url).toBe('/api/v1/events');
  latest().say('ready', { resumed: false }, '5-1');
  latest().say('change', { ...event, key: 'once' }, '5-1');
  latest().say('change', { ...event, key: 'once' }, '5-1');
  latest().say('change', { ...event, key: null, by: null, ids: null, count: 300 }, '5-1');
  expect(heard).toEqual([change, { ...change, by: null, ids: null, count: 300 }]);
  end();
  expect(latest().closed).toBe(true);
});

test('a broken stream is tried again after longer and longer pauses, from where it was, and asked for meanwhile', async () => {
  latest().say('ready', { resumed: false }, '5-1');
  answer = `id:6-1\nevent:ready\ndata:{"resumed":true}\n\nid:6-1\nevent:change\ndata:${JSON.stringify({ ...event, key: 'asked' })}\n\n:\nid:7-1\n\n`;
  for (const pause of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
    const before = FakeSource.all.length;
    latest().onerror?.();
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(FakeSource.all.length).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSource.all.length).toBe(before + 1);
  }
  expect(asked.slice(0, 2)).toEqual(['?follow=false&since=5-1', '?follow=false&since=7-1']);
  expect(heard).toEqual([change]);
  expect(latest().url).toBe('/api/v1/events?since=7-1');
  // One that is back is tried at once the next time.
  latest().say('ready', { resumed: true }, '7-1');
  latest().onerror?.();
  const before = FakeSource.all.length;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeSource.all.length).toBe(before + 1);
});

test('who has missed too much is told so', async () => {
  latest().say('ready', { resumed: false }, '5-1');
  expect(heard).toEqual([]);
  latest().onerror?.();
  answer = '';
  await vi.advanceTimersByTimeAsync(1_000);
  latest().say('ready', { resumed: false }, '9-1');
  expect(heard).toEqual(['missed']);
});

test('a stream on which nothing comes is none', async () => {
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual(['?follow=false']);
  expect(latest().closed).toBe(true);
});

test('events are read as they are written', () => {
  expect(eventsOf(':\nretry:3000\n\nid:1-1\nevent:ready\ndata:{"a": 1}\n\nevent: change\ndata: x\n\n')).toEqual([
    { name: '', data: '', id: '' },
    { name: 'ready', data: '{"a": 1}', id: '1-1' },
    { name: 'change', data: 'x', id: '1-1' },
    { name: '', data: '', id: '1-1' },
  ]);
});
