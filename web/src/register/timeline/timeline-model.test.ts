import { expect, test } from 'vitest';
import type { Comment, HistoryEntry } from '../../api/types';
import { merged } from './timeline-model';

const change = (id: number, at: string, by = 'mara', kind: HistoryEntry['kind'] = 'changed') =>
  ({ id, at, by: { id: by }, via: 'page', kind, changes: {}, batch_id: null }) as unknown as HistoryEntry;
const comment = (at: string) => ({ id: `c ${at}`, created_date: at }) as Comment;

test('what one person changes in one go is one moment, unless something lies between', () => {
  const history = [
    change(5, '2026-03-01T10:20:00Z'),
    change(4, '2026-03-01T10:05:00Z'),
    change(3, '2026-03-01T10:04:00Z'),
    change(2, '2026-03-01T10:03:00Z', 'omar'),
    change(1, '2026-03-01T10:00:00Z', 'omar', 'created'),
  ];
  const moments = merged(history, [comment('2026-03-01T10:04:30Z')]);
  expect(moments.map((moment) => moment.entries.map((entry) => entry.id))).toEqual([[5], [4], [], [3], [2], [1]]);
  expect(merged(history, []).map((moment) => moment.entries.map((entry) => entry.id))).toEqual([
    [5],
    [4, 3],
    [2],
    [1],
  ]);
});

test('a comment is told once, though the history tells of it, too', () => {
  const history = [change(1, '2026-03-01T10:00:00Z', 'mara', 'commented')];
  expect(merged(history, [comment('2026-03-01T10:00:00Z')])).toHaveLength(1);
});
