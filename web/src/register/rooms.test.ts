import { expect, test } from 'vitest';

// Biome's noImportCycles sees circles of files only: two rooms can come to need each other without one.

/** From the lowest up. What lies in register/ itself is below them all. */
const ROOMS = ['fields', 'filters', 'editing', 'timeline', 'bulk', 'list', 'entry'];

const files = import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

test('a room of the register uses only rooms below it', () => {
  const upward = Object.entries(files).flatMap(([file, text]) => {
    const room = file.match(/^\.\/([^/]+)\//)?.[1];
    const imported = room ? /['"]\.\.\/([^/.'"]+)\//g : /['"]\.\/([^/.'"]+)\//g;
    return [...text.matchAll(imported)]
      .map(([, other = '']) => other)
      .filter((other) => !ROOMS.includes(other) || ROOMS.indexOf(other) >= ROOMS.indexOf(room ?? ''))
      .map((other) => `${file} imports from ${other}/`);
  });
  expect(Object.keys(files).length).toBeGreaterThan(ROOMS.length);
  expect(upward).toEqual([]);
});
