import type { Relation, Tag, User } from '../../api/types';
import { type Entry, type Field, type Kind, labelOf, valueIn } from '../kind';

/** A value as a change has it: people as ids, tags as labels. */
export type Draft = string | null | string[] | Setting[];

export interface Setting {
  threat_objective: Relation['threat_objective'];
  relevance: Relation['relevance'];
}

export function draftOf(entry: Entry, field: Field): Draft {
  const value = valueIn(entry, field.name);
  switch (field.type) {
    case 'person':
      return (value as User | null)?.id ?? null;
    case 'tags':
      return (value as Tag[]).map((tag) => tag.content);
    case 'objectives':
      return (value as Relation[]).map(({ threat_objective, relevance }) => ({ threat_objective, relevance }));
    default:
      return value as string | null;
  }
}

export function sameDraft(one: Draft, other: Draft): boolean {
  const plain = (draft: Draft) =>
    JSON.stringify(
      Array.isArray(draft) ? draft.map((each) => JSON.stringify(each)).sort() : draft === '' ? null : draft,
    );
  return plain(one) === plain(other);
}

/** The rules of the contract that can be told before anything is sent. */
export function problemOfDraft(kind: Kind, entry: Entry, field: Field, draft: Draft): string | null {
  if (field.required && field.type !== 'markdown' && (draft === null || String(draft).trim() === '')) {
    return `${field.label} is required`;
  }
  if (field.type === 'text' && typeof draft === 'string' && draft.length > 500) {
    return `${draft.length} characters (at most 500)`;
  }
  return field.type === 'date' ? wrongOrder(kind, entry, field.name, draft as string | null) : null;
}

function wrongOrder(kind: Kind, entry: Entry, name: string, draft: string | null): string | null {
  for (const [earlier, later] of kind.dateOrder) {
    const first = earlier === name ? draft : (valueIn(entry, earlier) as string | null);
    const second = later === name ? draft : (valueIn(entry, later) as string | null);
    if ((earlier === name || later === name) && first && second && new Date(first) > new Date(second)) {
      return earlier === name
        ? `Must not be later than ${labelOf(kind, later)}`
        : `Must not be earlier than ${labelOf(kind, earlier)}`;
    }
  }
  return null;
}
