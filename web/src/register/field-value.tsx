import { Link } from 'react-router';
import type { Relation, Tag, User } from '../api/types';
import { Choice, None, Person, TagChip } from '../ui/marks';
import { When } from '../ui/when';
import classes from './field-value.module.css';
import type { Entry, Field, Kind } from './kind';
import { valueIn } from './kind';

interface Props {
  kind: Kind;
  entry: Entry;
  field: Field;
  /** In one line of a table. */
  short?: boolean;
}

/** What an entry has in a field, to be read. */
export function FieldOf({ kind, entry, field, short = false }: Props) {
  const value = valueIn(entry, field.name);
  switch (field.type) {
    case 'choice':
      return <Choice value={value as string | null} />;
    case 'person':
      return <Person user={value as User | null} none="–" />;
    case 'date':
      return value ? <When at={value as string} /> : <None />;
    case 'tags':
      return <Tags tags={value as Tag[]} most={short ? 2 : entry.tags.length} />;
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

/** In a line as many as have room there, and how many more there are. */
function Tags({ tags, most }: { tags: Tag[]; most: number }) {
  const shown = tags.slice(0, most);
  const rest = tags.slice(most);
  return tags.length === 0 ? (
    <None />
  ) : (
    <span className={classes.chips}>
      {shown.map((tag) => (
        <TagChip key={tag.id} label={tag.content} />
      ))}
      {rest.length > 0 && <None>+{rest.length}</None>}
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
