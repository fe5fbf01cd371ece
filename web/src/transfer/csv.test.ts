import { expect, test } from 'vitest';
import { withoutLines } from './csv';

test('leaves out records by the line that they begin in, quoted lines with them', () => {
  const file = 'title,description\r\none,"first\r\nsecond ""line"""\r\ntwo,\r\nthree,\r\n';
  expect(withoutLines(file, new Set([2]))).toBe('title,description\r\ntwo,\r\nthree,\r\n');
  expect(withoutLines(file, new Set([4, 5]))).toBe('title,description\r\none,"first\r\nsecond ""line"""\r\n');
  expect(withoutLines('a\nb', new Set([2]))).toBe('a\n');
});
