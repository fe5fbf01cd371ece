import { expect, test } from 'vitest';
import { safeReturn } from './sign-in-page';

test('a sign-in leads only to addresses of this page', () => {
  expect(safeReturn('/incidents?status=New')).toBe('/incidents?status=New');
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r/evil.example',
    '/\t\\evil.example',
    '\t//evil.example',
    '/incidents\\..\\..//evil.example',
    '/incidents\u0000',
    '/incidents\u0085',
    '/incidents\n',
    '',
    null,
  ]) {
    expect(safeReturn(elsewhere)).toBe('/');
  }
});
