import { Link } from 'react-router';
import type { Relation, Tag, User } from '../../api/types';
import { Choice, None, Person, TagChip } from '../../ui/marks';
import { When } from '../../ui/when';
import type { Entry, Field, Kind } from '../kind';
import { valueIn } from '../kind';
import { fitting } from './chips';
import classes from './field-value.module.css';

interface Props {
  kind: Kind;
  entry: Entry;
  field: Field;
  /** So many pixels wide, at most. */
  room?: number;
}

/** What an entry has in a field, to be read. */
export function FieldOf({ kind, entry, field, room = Number.POSITIVE_INFINITY }: Props) {
  const value = valueIn(entry, field.name);
  switch (field.type) {
    case 'choice':
      return <Choice value={value as string | null} />;
    case 'person':
      return <Person user={value as User | null} none="–" />;
    case 'date':
      return value ? <When at={value as string} /> : <None />;
    case 'tags':
      return <Tags tags={value as Tag[]} room={room} />;
    case 'objectives':
      return <Objectives relations={value as Relation[]} />;
    case 'links':
      return <Links kind={kind} ids={value as string[]} />;
    case 'count':
      return value ? String(value) : <None />;
    default:
      return value === null || value === '' ? <None /> : <span className={classes.text}>{String(value)}</span>;
  }
}

/** As many as have room in whole, and how many more there are. */
function Tags({ tags, room }: { tags: Tag[]; room: number }) {
  const labels = tags.map((tag) => tag.content);
  const most = fitting(labels, room);
  const rest = labels.slice(most);
  return tags.length === 0 ? (
    <None />
  ) : (
    <span className={classes.chips}>
      {tags.slice(0, most).map((tag) => (
        <TagChip key={tag.id} label={tag.content} />
      ))}
      {rest.length > 0 && (
        <span className={classes.rest} title={rest.join(', ')}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}

function Objectives({ relations }: { relations: Relation[] }) {
  return relations.length === 0 ? (
    <None />
  ) : (
    <span className={classes.text}>
      {relations
        .map((each) => (each.relevance ? `${each.threat_objective} (${each.relevance})` : each.threat_objective))
        .join(', ')}
    </span>
  );
}

function Links({ kind, ids }: { kind: Kind; ids: string[] }) {
  const other = kind.register === 'incidents' ? 'risks' : 'incidents';
  return ids.length === 0 ? (
    <None />
  ) : (
    <span className={classes.text}>
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link to={`/${other}/${id}`}>{id}</Link>
        </span>
      ))}
    </span>
  );
}
