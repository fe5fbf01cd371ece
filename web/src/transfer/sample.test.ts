import { expect, test } from 'vitest';
import { sampleFile } from './sample';

const NOW = new Date('2026-03-01T12:00:00Z');

test('the sample is of the last weeks, and nothing in it is yet to come', () => {
  const times = sampleFile(NOW, true).match(/\d{4}-\d\d-\d\dT[^"]+/g) ?? [];
  expect(times.length).toBeGreaterThan(30);
  expect(times.every((time) => new Date(time) <= NOW && new Date(time) > new Date('2025-12-01'))).toBe(true);
});

test('who may not make tags gets it without', () => {
  expect(sampleFile(NOW, true)).toContain('"phishing; identity"');
  expect(sampleFile(NOW, false)).not.toContain('identity');
  expect(sampleFile(NOW, false).split('\r\n')[0]).not.toContain('tags');
});
