import { describe, expect, test } from 'vitest';
import { INCIDENTS } from '../../incident/kind';
import type { Field } from '../kind';
import { fieldOf } from '../kind';
import {
  daysOf,
  isFiltered,
  orderOf,
  queryOf,
  selecting,
  toSearch,
  withDays,
  withText,
  withToggled,
  withValues,
} from './query';

const detected = fieldOf(INCIDENTS, 'detected_date') as Field;

describe('the address as a query', () => {
  test('keeps what the API knows, in its grammar, and leaves out the rest', () => {
    const address = new URLSearchParams(
      'status=New&status=Review&free_text=vpn&order_by=-severity&page=3&colour=blue&order_by2=x',
    );
    const query = queryOf(INCIDENTS, address);
    expect(query).toEqual({ status: ['New', 'Review'], free_text: 'vpn', order_by: '-severity' });
    expect(toSearch(query)).toBe('status=New&status=Review&free_text=vpn&order_by=-severity');
  });

  test('does not order by what cannot be ordered by', () => {
    expect(queryOf(INCIDENTS, new URLSearchParams('order_by=description'))).toEqual({});
    expect(orderOf({})).toEqual({ name: 'id', descending: true });
  });

  test('an order alone filters nothing', () => {
    expect(isFiltered({ order_by: 'title' })).toBe(false);
    expect(isFiltered({ severity: ['none'] })).toBe(true);
  });

  test('who chooses a whole register chooses by a filter, too', () => {
    expect(selecting({ order_by: 'title' })).toEqual({ created_date: '0001-01-01' });
    expect(selecting({ severity: ['none'], order_by: 'title' })).toEqual({ severity: ['none'] });
  });

  test('a value is added to a filter, and taken away by the same', () => {
    const one = withToggled({ order_by: 'title' }, 'status', 'New');
    expect(one).toEqual({ order_by: 'title', status: ['New'] });
    expect(withToggled(withToggled(one, 'status', 'Review'), 'status', 'New').status).toEqual(['Review']);
  });

  test('taking the last value of a filter away takes the filter away', () => {
    expect(withValues({ status: ['New'] }, 'status', [])).toEqual({});
    expect(withText({ free_text: 'a' }, 'free_text', '  ')).toEqual({});
  });

  test('days are both included, and come back as they were', () => {
    const query = withDays({}, detected, '2026-03-01', '2026-03-31');
    const [from, before] = query.detected_date as [string, string];
    expect(new Date(from).getTime()).toBe(new Date('2026-03-01T00:00:00').getTime());
    expect(new Date(before).getTime()).toBe(new Date('2026-04-01T00:00:00').getTime());
    expect(daysOf(query, detected)).toEqual({ from: '2026-03-01', to: '2026-03-31' });
  });

  test('only a last day is a time from the beginning', () => {
    const query = withDays({}, detected, '', '2026-03-31');
    expect((query.detected_date as string[])[0]).toBe('0001-01-01');
    expect(daysOf(query, detected)).toEqual({ from: '', to: '2026-03-31' });
  });
});
