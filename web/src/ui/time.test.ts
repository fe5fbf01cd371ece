import { expect, test } from 'vitest';
import { duration, fromLocalInput, relative, roughDuration, toLocalInput } from './time';

test('durations are said as people say them', () => {
  expect([12, 90, 3_600, 12_000, 90_000, 259_200].map(duration)).toEqual([
    '12 s',
    '2 min',
    '1 h',
    '3 h 20 min',
    '1 d 1 h',
    '3 d',
  ]);
  expect(duration(-3_600)).toBe('−1 h');
});

test('at the side of a chart a duration has one unit', () => {
  expect([0, 30, 5_400, 12_000, 100_800, 8_640_000].map(roughDuration)).toEqual([
    '0 s',
    '30 s',
    '1.5 h',
    '3.3 h',
    '1.2 d',
    '100 d',
  ]);
});

test('a time goes through an input of local time and comes back', () => {
  const at = '2026-03-29T00:59:59.000Z';
  expect(fromLocalInput(toLocalInput(at))).toBe(at);
  expect(fromLocalInput('')).toBeNull();
  expect(toLocalInput(null)).toBe('');
});

test('what is near is told by its distance', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  expect(relative('2026-03-02T11:59:50Z', now)).toBe('just now');
  expect(relative('2026-03-02T09:00:00Z', now)).toBe('3 hours ago');
});
