import { api, body, MERGE_PATCH } from '../api/client';
import type { Comment, Failure, HistoryEntry, IncidentRow, Pagination, RiskRow, User } from '../api/types';
import type { Entry, Kind } from './kind';

export type Patch = Record<string, unknown>;
export type Query = Record<string, string | string[]>;

export interface Page {
  entries: Entry[];
  pagination: Pagination;
}

export interface ChangeResult {
  entries: Entry[];
  batch: { id: string | null; updated: number; unchanged: number };
  failures: Failure[];
}

// Both registers have the same operations at their own addresses. The client is typed by one of them here, and
// `entryOf` is where the two shapes become one.
type List = '/v1/incidents';
type One = '/v1/incidents/{id}';
const list = (kind: Kind) => `/v1/${kind.register}` as List;
const one = (kind: Kind) => `/v1/${kind.register}/{id}` as One;

export function entryOf(row: IncidentRow | RiskRow): Entry {
  const shared = { tags: row.tags, objectives: row.threat_objectives, changes: row.changes };
  return 'incident' in row
    ? {
        id: row.incident.id,
        version: row.incident.version,
        values: row.incident,
        comments: row.comment_count,
        links: row.risk_associations,
        ...shared,
      }
    : {
        id: row.risk.id,
        version: row.risk.version,
        values: row.risk,
        comments: row.comments,
        links: row.incident_associations,
        ...shared,
      };
}

interface Answer {
  incidents?: IncidentRow[];
  risks?: RiskRow[];
  batch: ChangeResult['batch'];
  failures?: Failure[];
}

export function resultOf(answer: unknown): ChangeResult {
  const { incidents = [], risks = [], batch, failures = [] } = answer as Answer;
  return { entries: [...incidents, ...risks].map(entryOf), batch, failures };
}

export async function fetchPage(kind: Kind, query: Query, signal?: AbortSignal): Promise<Page> {
  const page = await body(api.GET(list(kind), { params: { query: query as never }, signal }));
  return { entries: page.results.map(entryOf), pagination: page.pagination };
}

export async function fetchEntry(kind: Kind, id: string, signal?: AbortSignal): Promise<Entry> {
  return entryOf(await body(api.GET(one(kind), { params: { path: { id } }, signal })));
}

export async function createEntry(kind: Kind, values: Patch): Promise<string> {
  // An incident is answered bare, a risk as its row.
  const made = (await body(api.POST(list(kind), { body: values as never }))) as {
    id?: string;
    risk?: { id: string };
  };
  return made.id ?? made.risk?.id ?? '';
}

/** Changes one, if it is still at the version that was seen. Null clears. */
export async function patchEntry(kind: Kind, entry: Entry, patch: Patch): Promise<Entry> {
  const answer = api.PATCH(one(kind), {
    params: { path: { id: entry.id }, header: { 'If-Match': `"${entry.version}"` } },
    headers: MERGE_PATCH,
    body: patch as never,
  });
  return entryOf(await body(answer));
}

export interface BulkOptions {
  dryRun?: boolean;
  minimal?: boolean;
  /** Makes the call once, however often it is sent. */
  key?: string;
}

/** Those with these ids, or all that the filter finds and nothing else. */
export type Target = { ids: string[]; versions?: Record<string, number> } | { query: Query; total: number };

export async function patchMany(
  kind: Kind,
  target: Target,
  patch: Patch,
  { dryRun = false, minimal = false, key }: BulkOptions = {},
): Promise<ChangeResult> {
  const byIds = 'ids' in target;
  const query = {
    ...(byIds ? {} : { ...target.query, expected_total: target.total }),
    ...(dryRun ? { dry_run: 'true' } : {}),
  };
  const answer = api.PATCH(list(kind), {
    params: { query: query as never },
    headers: {
      ...MERGE_PATCH,
      Prefer: minimal ? 'handling=lenient, return=minimal' : 'handling=lenient',
      ...(key ? { 'Idempotency-Key': key } : {}),
    },
    body: (byIds ? { ...patch, ids: target.ids, versions: target.versions } : patch) as never,
  });
  return resultOf(await body(answer));
}

export async function deleteMany(kind: Kind, ids: string[]): Promise<ChangeResult> {
  return resultOf(await body(api.DELETE(list(kind), { body: { ids } as never })));
}

export async function undo(batchId: string): Promise<ChangeResult> {
  return resultOf(await body(api.POST('/v1/batches/{id}/undo', { params: { path: { id: batchId } } })));
}

export async function fetchHistory(kind: Kind, id: string): Promise<HistoryEntry[]> {
  const path = `/v1/${kind.register}/{id}/history` as '/v1/incidents/{id}/history';
  const page = await body(api.GET(path, { params: { path: { id }, query: { page_size: 200 } } }));
  return page.results;
}

const comments = (kind: Kind) => `/v1/${kind.register}/{id}/comments` as '/v1/incidents/{id}/comments';
const comment = (kind: Kind) =>
  `/v1/${kind.register}/{id}/comments/{comment_id}` as '/v1/incidents/{id}/comments/{comment_id}';

export async function fetchComments(kind: Kind, id: string): Promise<Comment[]> {
  return (await body(api.GET(comments(kind), { params: { path: { id } } }))).comments;
}

export function addComment(kind: Kind, id: string, value: string) {
  return body(api.POST(comments(kind), { params: { path: { id } }, body: { value } }));
}

export function editComment(kind: Kind, id: string, commentId: string, value: string) {
  return body(api.PATCH(comment(kind), { params: { path: { id, comment_id: commentId } }, body: { value } }));
}

export function deleteComment(kind: Kind, id: string, commentId: string) {
  return body(api.DELETE(comment(kind), { params: { path: { id, comment_id: commentId } } }));
}

const following = (kind: Kind) => `/v1/${kind.register}/{id}/follow` as '/v1/incidents/{id}/follow';

export function fetchFollowing(kind: Kind, id: string): Promise<{ following: boolean; followers: User[] }> {
  return body(api.GET(following(kind), { params: { path: { id } } }));
}

export function setFollowing(kind: Kind, id: string, follow: boolean) {
  const params = { params: { path: { id } } };
  return body(follow ? api.PUT(following(kind), params) : api.DELETE(following(kind), params));
}

export function setLink(incidentId: string, riskId: string, linked: boolean) {
  const path = '/v1/incidents/{id}/risks/{risk_id}';
  const params = { params: { path: { id: incidentId, risk_id: riskId } } };
  return body<unknown>(linked ? api.PUT(path, params) : api.DELETE(path, params));
}

export async function createRiskOf(incidentId: string, values: Patch): Promise<Entry> {
  const answer = api.POST('/v1/incidents/{id}/risks', {
    params: { path: { id: incidentId } },
    body: values as never,
  });
  return entryOf((await body(answer)) as RiskRow);
}
