import { expect, test } from 'vitest';
import { fitting } from './chips';

test('as many tags are shown as fit in whole, with room for the number of the others', () => {
  // Without a canvas, a letter has 6.5 pixels: these have 62 each.
  const labels = ['aaaaa', 'bbbbb', 'ccccc'];
  expect(fitting(labels, 1_000)).toBe(3);
  expect(fitting(labels, 62 + 4 + 62 + 4 + 62)).toBe(3);
  expect(fitting(labels, 62 + 4 + 62 + 4 + 61)).toBe(2);
  expect(fitting(labels, 62 + 4 + 62 + 4 + 25)).toBe(1);
  expect(fitting(labels, 10)).toBe(1);
  expect(fitting([], 10)).toBe(1);
});
