import { expect, test } from 'vitest';
import { INCIDENTS } from '../../incident/kind';
import { type Entry, type Field, fieldOf } from '../kind';
import { problemOfDraft, sameDraft } from './draft';

const entry = {
  id: 'INC-00001',
  values: {
    title: 'a',
    occurred_date: null,
    detected_date: '2026-03-02T10:00:00Z',
    responded_date: null,
    contained_date: null,
  },
} as unknown as Entry;
const field = (name: string) => fieldOf(INCIDENTS, name) as Field;

test('dates keep their order, told before anything is sent', () => {
  expect(problemOfDraft(INCIDENTS, entry, field('responded_date'), '2026-03-02T09:00:00Z')).toBe(
    'Must not be earlier than Detected',
  );
  expect(problemOfDraft(INCIDENTS, entry, field('occurred_date'), '2026-03-03T09:00:00Z')).toBe(
    'Must not be later than Detected',
  );
  expect(problemOfDraft(INCIDENTS, entry, field('contained_date'), '2026-03-01T09:00:00Z')).toBeNull();
});

test('what an entry always has cannot be emptied', () => {
  expect(problemOfDraft(INCIDENTS, entry, field('title'), '  ')).toBe('Title is required');
  expect(problemOfDraft(INCIDENTS, entry, field('detected_date'), null)).toBe('Detected is required');
  expect(problemOfDraft(INCIDENTS, entry, field('severity'), null)).toBeNull();
});

test('lists are the same whatever their order, and nothing is nothing', () => {
  expect(sameDraft(['a', 'b'], ['b', 'a'])).toBe(true);
  expect(sameDraft(['a'], ['a', 'b'])).toBe(false);
  expect(sameDraft('', null)).toBe(true);
});
