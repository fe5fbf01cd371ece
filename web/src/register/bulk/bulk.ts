import { ProblemError } from '../../api/problem';
import type { Failure } from '../../api/types';
import { type ChangeResult, fetchPage, type Patch, patchMany, type Query, type Target } from '../api';
import { counted, type Entry, type Kind, labelOf } from '../kind';

/** One change to many: fields to set or, with null, to clear; tags to put on and to take off. */
export interface BulkChange {
  fields: Patch;
  add: string[];
  remove: string[];
}

export type Chosen = { entries: readonly Entry[] } | { query: Query; total: number };

export interface Preview {
  changing: number;
  unchanged: number;
  failures: Failure[];
  /** What changes in each; empty where they are too many to be told. */
  rows: Entry[];
  told: boolean;
}

export interface Outcome {
  batches: string[];
  updated: number;
  unchanged: number;
  failures: Failure[];
  entries: Entry[];
}

/** As many different ids as one call takes. */
const CHUNK = 1_000;

/** Up to as many as this are applied at once, with a way back; more are previewed first. */
export const SMALL = 20;

export function sizeOf(chosen: Chosen): number {
  return 'entries' in chosen ? chosen.entries.length : chosen.total;
}

export function isEmpty({ fields, add, remove }: BulkChange): boolean {
  return Object.keys(fields).length === 0 && add.length === 0 && remove.length === 0;
}

export function patchOf({ fields, add, remove }: BulkChange): Patch {
  return {
    ...fields,
    ...(add.length > 0 ? { tags_add: add } : {}),
    ...(remove.length > 0 ? { tags_remove: remove } : {}),
  };
}

function targets(chosen: Chosen, versions?: ReadonlyMap<string, number>): Target[] {
  if (!('entries' in chosen)) {
    return [chosen];
  }
  const found: Target[] = [];
  for (let at = 0; at < chosen.entries.length; at += CHUNK) {
    const ids = chosen.entries.slice(at, at + CHUNK).map((entry) => entry.id);
    found.push({ ids, versions: versions && Object.fromEntries(ids.map((id) => [id, versions.get(id) ?? 0])) });
  }
  return found;
}

/** When no single one can be changed, the answer is a problem that names each: here they are failures as well. */
async function lenient(call: Promise<ChangeResult>): Promise<ChangeResult> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProblemError && error.faults.length > 0 && error.faults.every((fault) => fault.id)) {
      const failures = error.faults.map(({ id, code, detail }) => ({ id, code, detail, status: error.status }));
      return { entries: [], batch: { id: null, updated: 0, unchanged: 0 }, failures: failures as Failure[] };
    }
    throw error;
  }
}

export async function preview(kind: Kind, chosen: Chosen, change: BulkChange): Promise<Preview> {
  const told = sizeOf(chosen) <= CHUNK;
  const patch = patchOf(change);
  const seen: Preview = { changing: 0, unchanged: 0, failures: [], rows: [], told };
  for (const target of targets(chosen)) {
    const result = await lenient(patchMany(kind, target, patch, { dryRun: true, minimal: !told }));
    seen.changing += result.batch.updated;
    seen.unchanged += result.batch.unchanged;
    seen.failures.push(...result.failures);
    seen.rows.push(...result.entries.filter((entry) => Object.keys(entry.changes ?? {}).length > 0));
  }
  return seen;
}

/** A name for one change, so that it can be sent again and is made once. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether nobody knows what came of the call: no answer, or one of a server or proxy that was going down. */
export function isLost(error: unknown): boolean {
  return error instanceof ProblemError
    ? [502, 503, 504].includes(error.status) || ['idempotency-in-progress', 'outcome-unknown'].includes(error.slug)
    : error instanceof TypeError;
}

async function once(kind: Kind, target: Target, patch: Patch, minimal: boolean, key: string) {
  try {
    return await patchMany(kind, target, patch, { minimal, key });
  } catch (error) {
    if (error instanceof ProblemError && error.status === 413) {
      // An answer that is too large to be kept for the key: nothing was written.
      return await patchMany(kind, target, patch, { minimal });
    }
    throw error;
  }
}

/**
 * Writes what was previewed: what has moved on since is a failure, and stays as it is. With the same key, what was
 * written before is not written again.
 */
export async function apply(
  kind: Kind,
  chosen: Chosen,
  change: BulkChange,
  seen: Preview | null,
  onProgress: (done: number, of: number) => void,
  key = newKey(),
): Promise<Outcome> {
  const outcome: Outcome = { batches: [], updated: 0, unchanged: 0, failures: [], entries: [] };
  const patch = patchOf(change);
  const versions = seen?.told ? new Map(seen.rows.map((entry) => [entry.id, entry.version])) : undefined;
  const parts = targets(chosen, known(versions, chosen));
  for (const [done, target] of parts.entries()) {
    const minimal = !('ids' in target);
    const result = await lenient(once(kind, target, patch, minimal, `${key}-${done}`));
    outcome.updated += result.batch.updated;
    outcome.unchanged += result.batch.unchanged;
    outcome.failures.push(...result.failures);
    outcome.entries.push(...result.entries);
    if (result.batch.id) {
      outcome.batches.push(result.batch.id);
    }
    onProgress(done + 1, parts.length);
  }
  return outcome;
}

/** Versions guard only when all of them are known: those that nothing changes in were not previewed with one. */
function known(versions: ReadonlyMap<string, number> | undefined, chosen: Chosen) {
  return versions && 'entries' in chosen && chosen.entries.every((entry) => versions.has(entry.id))
    ? versions
    : undefined;
}

/** All that the filter finds, one page after the other: for what takes ids only. */
export async function fetchAll(kind: Kind, query: Query, most: number): Promise<Entry[]> {
  const found: Entry[] = [];
  let cursor: string | null = null;
  do {
    const page = await fetchPage(kind, { ...query, page_size: '200', ...(cursor ? { cursor } : {}) });
    found.push(...page.entries);
    cursor = page.pagination.has_next ? page.pagination.next_cursor : null;
  } while (cursor && found.length < most);
  return found;
}

/** "Status and severity of 3 incidents changed" */
export function summary(kind: Kind, change: BulkChange, updated: number): string {
  const names = [
    ...Object.keys(change.fields).map((name) => labelOf(kind, name)),
    ...(change.add.length + change.remove.length > 0 ? ['Tags'] : []),
  ];
  const what = names.length <= 2 ? names.join(' and ') : `${names.length} fields`;
  return `${what} of ${counted(kind, updated)} changed`;
}
