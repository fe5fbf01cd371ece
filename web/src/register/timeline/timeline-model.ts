import type { Comment, HistoryEntry } from '../../api/types';

export interface Moment {
  key: string;
  at: string;
  comment: Comment | null;
  /** Newest first; several when one person made them in one go. */
  entries: HistoryEntry[];
}

const ONE_GO_MILLIS = 10 * 60_000;

/** Changes and comments in one order, newest first; what one person changed in one go is one moment. */
export function merged(history: readonly HistoryEntry[], comments: readonly Comment[]): Moment[] {
  const moments: Moment[] = [
    // A comment stands for itself; the history's word of it would say it twice.
    ...history
      .filter((entry) => entry.kind !== 'commented')
      .map((entry) => ({ key: `h${entry.id}`, at: entry.at, comment: null, entries: [entry] })),
    ...comments.map((comment) => ({ key: comment.id, at: comment.created_date, comment, entries: [] })),
  ].sort((one, other) => other.at.localeCompare(one.at));
  const folded: Moment[] = [];
  for (const moment of moments) {
    const last = folded.at(-1);
    if (last && inOneGo(last, moment)) {
      last.entries.push(...moment.entries);
    } else {
      folded.push({ ...moment, entries: [...moment.entries] });
    }
  }
  return folded;
}

function inOneGo(later: Moment, earlier: Moment): boolean {
  const one = later.entries.at(-1);
  const other = earlier.entries[0];
  return (
    one !== undefined &&
    other !== undefined &&
    one.kind === 'changed' &&
    other.kind === 'changed' &&
    one.via === other.via &&
    (one.by as { id: string }).id === (other.by as { id: string }).id &&
    Date.parse(one.at) - Date.parse(other.at) < ONE_GO_MILLIS
  );
}
