import type { Query } from '../api';
import type { Field, Kind } from '../kind';

// The address of the page is the state of the list, in the grammar of the API's own query.

/** Before every time that a register can have. */
const BEGINNING = '0001-01-01';
const TEXTS = ['title_contains', 'description_contains', 'free_text'];

export function filterNames(kind: Kind): string[] {
  return ['id', ...kind.fields.filter((field) => field.filter).map((field) => field.name), ...TEXTS];
}

/** The filters and the order in the address; what the API does not know is left out. */
export function queryOf(kind: Kind, address: URLSearchParams): Query {
  const query: Query = {};
  for (const name of filterNames(kind)) {
    const values = address.getAll(name).filter((value) => value !== '');
    if (values.length > 0) {
      query[name] = TEXTS.includes(name) ? (values[0] as string) : values;
    }
  }
  const order = address.get('order_by');
  if (order && kind.fields.some((field) => field.sortable && field.name === order.replace(/^-/, ''))) {
    query.order_by = order;
  }
  return query;
}

export function toSearch(query: Query): string {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      address.append(name, each);
    }
  }
  return address.toString();
}

/** The filters without the order: what selects. */
export function filtersOf(query: Query): Query {
  const { order_by, ...filters } = query;
  return filters;
}

export function isFiltered(query: Query): boolean {
  return Object.keys(filtersOf(query)).length > 0;
}

/** The filters by which all of a list is chosen: the API wants one to change by, also for a whole register. */
export function selecting(query: Query): Query {
  return isFiltered(query) ? filtersOf(query) : { created_date: BEGINNING };
}

export function valuesOf(query: Query, name: string): string[] {
  const value = query[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

export function withValues(query: Query, name: string, values: string[]): Query {
  const { [name]: _, ...rest } = query;
  return values.length === 0 ? rest : { ...rest, [name]: values };
}

/** A change of a query. It is made to the address as it then is, which may be newer than what was last drawn. */
export type Step = (query: Query) => Query;

/** With a value of a filter added, or taken away where it was. */
export function withToggled(query: Query, name: string, value: string): Query {
  const values = valuesOf(query, name);
  return withValues(
    query,
    name,
    values.includes(value) ? values.filter((each) => each !== value) : [...values, value],
  );
}

export function withText(query: Query, name: string, text: string): Query {
  const { [name]: _, ...rest } = query;
  return text.trim() === '' ? rest : { ...rest, [name]: text };
}

export function withOrder(query: Query, order: string): Query {
  return { ...query, order_by: order };
}

/** Newest first is what the list does by itself. */
export function orderOf(query: Query): { name: string; descending: boolean } {
  const order = typeof query.order_by === 'string' ? query.order_by : '-id';
  return { name: order.replace(/^-/, ''), descending: order.startsWith('-') };
}

/** Days from and to, both included, as a person thinks of them; the API's second bound is the first moment after. */
export function withDays(query: Query, field: Field, from: string, to: string): Query {
  if (from === '' && to === '') {
    return withValues(query, field.name, []);
  }
  const values = [from === '' ? BEGINNING : startOfDay(from)];
  if (to !== '') {
    const next = new Date(`${to}T00:00:00`);
    next.setDate(next.getDate() + 1);
    values.push(next.toISOString());
  }
  return withValues(query, field.name, values);
}

function startOfDay(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString();
}

/** The reverse of `withDays`. */
export function daysOf(query: Query, field: Field): { from: string; to: string } {
  const [from = '', before = ''] = valuesOf(query, field.name);
  return {
    from: from === '' || from === BEGINNING ? '' : localDay(from),
    to: before === '' ? '' : localDay(before, -1),
  };
}

function localDay(value: string, shift = 0): string {
  // A bare day is meant as such, whatever the zone; a moment is the day that it falls on here.
  const date = value.length === 10 ? new Date(`${value}T00:00:00`) : new Date(value);
  // The moment before which: the last day included is that of the millisecond before.
  const shown = shift === 0 ? date : new Date(date.getTime() - 1);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${shown.getFullYear()}-${two(shown.getMonth() + 1)}-${two(shown.getDate())}`;
}
