import { expect, test } from 'vitest';
import { urgencyOf } from './matrix';

test('urgency follows from the two ranks, as on the server', () => {
  expect(urgencyOf('Imminent', 'Severe')).toBe('Critical');
  expect(urgencyOf('Probable', 'Medium')).toBe('High');
  expect(urgencyOf('Unlikely', 'Medium')).toBe('Medium');
  expect(urgencyOf('Remote', 'Medium')).toBe('Low');
  expect(urgencyOf('Unlikely', 'Very Low')).toBe('Info');
});
