import { afterEach, describe, expect, test, vi } from 'vitest';
import { ProblemError } from '../../api/problem';
import { INCIDENTS } from '../../incident/kind';
import type { Entry } from '../kind';
import { apply, isLost, patchOf, preview, summary } from './bulk';

const entry = (id: string, version = 1) =>
  ({ id, version, tags: [], objectives: [], links: [], comments: 0 }) as unknown as Entry;

const row = (id: string, version: number, changes?: object) => ({
  incident: { id, version, title: id },
  comment_count: 0,
  risk_associations: [],
  tags: [],
  threat_objectives: [],
  changes,
});

interface Call {
  url: string;
  key: string | null;
  body: Record<string, unknown>;
}

function serverAnswers(answer: (call: Call) => { status?: number; body: unknown }): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const call = { url: request.url, key: request.headers.get('Idempotency-Key'), body: await request.json() };
    calls.push(call);
    const { status = 200, body } = answer(call);
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
  });
  return calls;
}

afterEach(() => vi.unstubAllGlobals());

describe('a bulk change', () => {
  test('is one patch, whatever it does to tags', () => {
    expect(patchOf({ fields: { status: 'Review' }, add: ['a'], remove: ['b'] })).toEqual({
      status: 'Review',
      tags_add: ['a'],
      tags_remove: ['b'],
    });
    expect(patchOf({ fields: {}, add: ['a'], remove: [] })).toEqual({ tags_add: ['a'] });
    expect(patchOf({ fields: { severity: null }, add: [], remove: ['b'] })).toEqual({
      severity: null,
      tags_remove: ['b'],
    });
  });

  test('is previewed as what will change, what is so already, and what cannot', async () => {
    serverAnswers(() => ({
      status: 207,
      body: {
        incidents: [row('INC-00001', 3, { status: { from: 'New', to: 'Review' } }), row('INC-00002', 1, {})],
        batch: { id: null, updated: 1, unchanged: 1 },
        failures: [{ id: 'INC-00003', status: 404, code: 'not_found', detail: 'there is no INC-00003' }],
      },
    }));
    const chosen = { entries: ['INC-00001', 'INC-00002', 'INC-00003'].map((id) => entry(id)) };
    const seen = await preview(INCIDENTS, chosen, { fields: { status: 'Review' }, add: [], remove: [] });
    expect(seen).toMatchObject({ changing: 1, unchanged: 1, told: true });
    expect(seen.failures.map((failure) => failure.id)).toEqual(['INC-00003']);
  });

  test('of more than a call takes is several calls', async () => {
    const calls = serverAnswers(({ body }) => ({
      body: {
        incidents: [],
        batch: { id: `b${(body.ids as string[]).length}`, updated: (body.ids as string[]).length, unchanged: 0 },
      },
    }));
    const entries = Array.from({ length: 1_200 }, (_, index) => entry(`INC-${index + 1}`));
    const progress: number[] = [];
    const outcome = await apply(
      INCIDENTS,
      { entries },
      { fields: { status: 'New' }, add: [], remove: [] },
      null,
      (done, of) => progress.push(done / of),
    );
    expect(calls.map(({ body }) => (body.ids as string[]).length)).toEqual([1_000, 200]);
    expect(outcome).toMatchObject({ updated: 1_200, batches: ['b1000', 'b200'] });
    expect(progress).toEqual([0.5, 1]);
  });

  test('by filter is one call and one batch', async () => {
    const calls = serverAnswers(() => ({ body: { batch: { id: 'only', updated: 3, unchanged: 1 } } }));
    const chosen = { query: { status: ['New'] }, total: 4 };
    const change = { fields: { status: 'Closed' }, add: ['a'], remove: ['b'] };
    const outcome = await apply(INCIDENTS, chosen, change, null, () => {});
    expect(calls).toHaveLength(1);
    expect(calls[0]?.url).toContain('status=New&expected_total=4');
    expect(calls[0]?.body).toEqual({ status: 'Closed', tags_add: ['a'], tags_remove: ['b'] });
    expect(outcome).toMatchObject({ updated: 3, unchanged: 1, batches: ['only'] });
  });

  test('that nothing can take is told as failures', async () => {
    serverAnswers(() => ({
      status: 409,
      body: {
        type: '/problems/stale',
        detail: 'INC-00001 is at version 4',
        errors: [{ pointer: '/versions/INC-00001', code: 'stale', detail: 'is at version 4', id: 'INC-00001' }],
      },
    }));
    const change = { fields: { status: 'New' }, add: [], remove: [] };
    const outcome = await apply(INCIDENTS, { entries: [entry('INC-00001')] }, change, null, () => {});
    expect(outcome).toMatchObject({
      updated: 0,
      batches: [],
      failures: [{ id: 'INC-00001', code: 'stale', status: 409 }],
    });
  });

  test('has a key for each call, and the same ones when it is sent again', async () => {
    const calls = serverAnswers(() => ({ body: { incidents: [], batch: { id: 'b', updated: 1, unchanged: 0 } } }));
    const entries = Array.from({ length: 1_200 }, (_, index) => entry(`INC-${index + 1}`));
    const change = { fields: { status: 'New' }, add: [], remove: [] };
    const send = (key?: string) => apply(INCIDENTS, { entries }, change, null, () => {}, key);
    await send('k');
    await send('k');
    await send();
    const keys = calls.map(({ key }) => key);
    expect(keys.slice(0, 4)).toEqual(['k-0', 'k-1', 'k-0', 'k-1']);
    expect(keys[4]).toMatch(/^[0-9a-f]{32}-0$/);
  });

  test('is lost when nobody knows what came of it', () => {
    expect(isLost(new TypeError('Failed to fetch'))).toBe(true);
    expect(isLost(new ProblemError(503, {}))).toBe(true);
    expect(isLost(new ProblemError(409, { type: '/problems/idempotency-in-progress' }))).toBe(true);
    expect(isLost(new ProblemError(500, { type: '/problems/outcome-unknown' }))).toBe(true);
    expect(isLost(new ProblemError(500, { type: '/problems/internal' }))).toBe(false);
    expect(isLost(new ProblemError(409, { type: '/problems/conflict' }))).toBe(false);
    expect(isLost(new Error('a fault of ours'))).toBe(false);
  });

  test('is summed up in a sentence', () => {
    expect(summary(INCIDENTS, { fields: { status: 'New' }, add: ['a'], remove: [] }, 1)).toBe(
      'Status and Tags of 1 incident changed',
    );
  });
});
