import type { FieldChanges, Incident, Relation, Risk, Tag } from '../api/types';

/** What a field is decides how it is shown, edited, filtered and compared, wherever it appears. */
export type FieldType =
  | 'text'
  | 'markdown'
  | 'choice'
  | 'source'
  | 'person'
  | 'date'
  | 'tags'
  | 'objectives'
  | 'id'
  | 'links'
  | 'count';

export interface Choice {
  value: string;
  /** What it means, for who has to choose. */
  help?: string;
}

export interface Field {
  name: string;
  label: string;
  type: FieldType;
  editable?: boolean;
  /** An entry always has it: it cannot be cleared. */
  required?: boolean;
  choices?: readonly Choice[];
  help?: string;
  sortable?: boolean;
  filter?: boolean;
  /** Whether a filter may ask for those without one. */
  none?: boolean;
  width?: number;
}

/** An incident or a risk with what belongs to it, in one shape. */
export interface Entry {
  id: string;
  version: number;
  values: Incident | Risk;
  tags: Tag[];
  objectives: Relation[];
  comments: number;
  links: string[];
  changes?: FieldChanges;
}

export interface Kind {
  register: 'incidents' | 'risks';
  /** The permission's first part, and a word in the API's own addresses. */
  one: string;
  many: string;
  prefix: string;
  fields: readonly Field[];
  defaultColumns: readonly string[];
  /** Dates that must not stand before another. */
  dateOrder: readonly (readonly [string, string])[];
  /** The status of what needs no more work. */
  closed: string;
  /** What is most often chosen for many at once: single fields that the bar below the list offers. */
  quick: readonly string[];
  /** What somebody who adds one is asked for, whatever the list shows. */
  asked: readonly string[];
  /** What a row tells beside id and title where there is no room for columns. */
  narrow: readonly string[];
}

export function fieldOf(kind: Kind, name: string): Field | undefined {
  return kind.fields.find((field) => field.name === name);
}

export function labelOf(kind: Kind, name: string): string {
  const words = name.replaceAll('_', ' ');
  return fieldOf(kind, name)?.label ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** The value of a field, as the API has it. */
export function valueIn(entry: Entry, name: string): unknown {
  switch (name) {
    case 'tags':
      return entry.tags;
    case 'threat_objectives':
      return entry.objectives;
    case 'comments':
      return entry.comments;
    case 'links':
      return entry.links;
    default:
      return (entry.values as unknown as Record<string, unknown>)[name] ?? null;
  }
}

/** As "1 incident" and "312 incidents" say it. */
export function counted(kind: Kind, count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? kind.one : kind.many}`;
}
