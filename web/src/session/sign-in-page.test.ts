import { expect, test } from 'vitest';
import { safeReturn } from './sign-in-page';

test('a sign-in leads only to addresses of this page', () => {
  expect(safeReturn('/incidents?status=New')).toBe('/incidents?status=New');
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    null,
  ]) {
    expect(safeReturn(elsewhere)).toBe('/');
  }
});
