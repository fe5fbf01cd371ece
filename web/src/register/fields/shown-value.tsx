import type { ReactNode } from 'react';
import { fullName, useUsers } from '../../api/directory';
import type { Relation, Tag, User } from '../../api/types';
import { Choice, None, TagChip } from '../../ui/marks';
import { When } from '../../ui/when';
import type { Field } from '../kind';

/** A value of a change, of the history or of a draft: as text that says all, in its place. */
export function shownValue(value: unknown, field: Field | undefined): ReactNode {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return <None>nothing</None>;
  }
  if (Array.isArray(value)) {
    return value.map((each) => (
      <span key={keyOf(each)} style={{ marginRight: 4 }}>
        {listed(each)}
      </span>
    ));
  }
  if (typeof value === 'object') {
    return 'email' in value ? fullName(value as User) : JSON.stringify(value);
  }
  switch (field?.type) {
    case 'choice':
      return <Choice value={String(value)} />;
    case 'date':
      return <When at={String(value)} />;
    case 'person':
      return <UserById id={String(value)} />;
    default:
      return String(value);
  }
}

function keyOf(each: unknown): string {
  return typeof each === 'string' ? each : JSON.stringify(each);
}

function listed(each: unknown): ReactNode {
  if (typeof each === 'string') {
    return <TagChip label={each} />;
  }
  if (typeof each === 'object' && each !== null && 'content' in each) {
    return <TagChip label={(each as Tag).content} />;
  }
  const { threat_objective, relevance } = each as Relation;
  return relevance ? `${threat_objective} (${relevance})` : threat_objective;
}

function UserById({ id }: { id: string }) {
  const user = useUsers().data?.find((each) => each.id === id);
  return <>{user ? fullName(user) : 'somebody'}</>;
}
