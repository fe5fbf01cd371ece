import { type MouseEvent, memo, type ReactNode, useState } from 'react';
import { useCan } from '../../session/session';
import { failed } from '../changing';
import { draftOf } from '../editing/draft';
import { useEdit } from '../editing/editing';
import { FieldPicker, isPicked } from '../editing/field-picker';
import { FieldOf } from '../fields/field-value';
import type { Entry, Field, Kind } from '../kind';
import classes from './entry-table.module.css';

/** A field of each row, and for how many pixels of it there is room. */
export interface Column {
  field: Field;
  room: number;
}

interface Props {
  kind: Kind;
  entry: Entry;
  columns: readonly Column[];
  /** Two lines in place of columns. */
  narrow: boolean;
  index: number;
  top: number;
  template: string;
  selected: boolean;
  focused: boolean;
  marked: boolean;
  onToggle: (entry: Entry, range: boolean) => void;
  onFocus: (index: number) => void;
  onOpen: (id: string) => void;
}

/** One of hundreds, drawn anew at each letter of a search: plain elements, and nothing that listens to the address. */
export const EntryRow = memo(function EntryRow(props: Props) {
  const { kind, entry, index } = props;
  const writable = useCan()(`${kind.register}:write`);
  return (
    <div
      role="row"
      className={props.narrow ? classes.narrowRow : classes.row}
      style={{
        gridTemplateColumns: props.narrow ? undefined : props.template,
        transform: `translateY(${props.top}px)`,
      }}
      aria-rowindex={index + 2}
      aria-selected={props.selected}
      data-index={index}
      data-id={entry.id}
      data-focused={props.focused || undefined}
      data-marked={props.marked || undefined}
      title={props.marked ? 'Changed by someone else just now' : undefined}
      tabIndex={props.focused || index === 0 ? 0 : -1}
      onFocus={() => props.onFocus(index)}
      onClick={(event) => {
        if (event.shiftKey || event.metaKey || event.ctrlKey) {
          event.preventDefault();
          props.onToggle(entry, event.shiftKey);
        }
      }}
    >
      <div role="gridcell" className={classes.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${entry.id}`}
          checked={props.selected}
          onClick={(event) => {
            event.stopPropagation();
            props.onToggle(entry, event.shiftKey);
          }}
          onChange={() => {}}
        />
      </div>
      {props.narrow ? (
        <div role="gridcell" className={classes.card}>
          <div className={classes.cardHead}>
            <Opening kind={kind} entry={entry} onOpen={props.onOpen} name="title" />
            <Opening kind={kind} entry={entry} onOpen={props.onOpen} name="id" />
          </div>
          <div className={classes.cardFields}>
            {props.columns.map(({ field }) => (
              <span key={field.name}>
                <Cell kind={kind} entry={entry} field={field} writable={writable} onOpen={props.onOpen} />
              </span>
            ))}
          </div>
        </div>
      ) : (
        props.columns.map(({ field, room }) => (
          <div role="gridcell" key={field.name} className={classes.cell}>
            <Cell kind={kind} entry={entry} field={field} room={room} writable={writable} onOpen={props.onOpen} />
          </div>
        ))
      )}
    </div>
  );
});

/** The id or the title, which leads to the entry. */
function Opening({
  kind,
  entry,
  onOpen,
  name,
}: {
  kind: Kind;
  entry: Entry;
  onOpen: (id: string) => void;
  name: 'id' | 'title';
}) {
  // With a key held down it is the row's, which selects.
  const open = (event: MouseEvent) => {
    if (!event.shiftKey && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      onOpen(entry.id);
    }
  };
  return (
    <a
      href={`/${kind.register}/${entry.id}`}
      className={name === 'id' ? classes.id : classes.title}
      tabIndex={name === 'id' ? -1 : undefined}
      onClick={open}
    >
      {name === 'id' ? entry.id : entry.values.title}
    </a>
  );
}

interface CellProps {
  kind: Kind;
  entry: Entry;
  field: Field;
  room?: number;
  writable: boolean;
  onOpen: (id: string) => void;
}

type EditableProps = Pick<CellProps, 'kind' | 'entry' | 'field' | 'room'>;

function Cell({ kind, entry, field, room, writable, onOpen }: CellProps) {
  if (field.name === 'id' || field.name === 'title') {
    return <Opening kind={kind} entry={entry} onOpen={onOpen} name={field.name} />;
  }
  return writable && field.editable && isPicked(field) ? (
    <EditableCell kind={kind} entry={entry} field={field} room={room} />
  ) : (
    <FieldOf kind={kind} entry={entry} field={field} room={room} />
  );
}

/** Shows a value, and becomes a list to choose from when it is clicked: a picker in each cell would be too many. */
function EditableCell({ kind, entry, field, room }: EditableProps) {
  const [editing, setEditing] = useState(false);
  const shown = <FieldOf kind={kind} entry={entry} field={field} room={room} />;
  const label = `Change ${field.label.toLowerCase()} of ${entry.id}`;
  if (editing) {
    return (
      <EditedCell kind={kind} entry={entry} field={field} label={label} onClose={() => setEditing(false)}>
        {shown}
      </EditedCell>
    );
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.edit}
      aria-label={label}
      onClick={(event) => {
        if (!event.shiftKey) {
          event.stopPropagation();
          setEditing(true);
        }
      }}
    >
      {shown}
    </button>
  );
}

function EditedCell({
  kind,
  entry,
  field,
  label,
  onClose,
  children,
}: EditableProps & { label: string; onClose: () => void; children: ReactNode }) {
  const edit = useEdit(kind);
  return (
    <FieldPicker
      kind={kind}
      field={field}
      value={draftOf(entry, field)}
      opened
      onClose={onClose}
      onChange={(value) => edit(entry, { [field.name]: value }).catch((error) => failed('Not changed', error))}
    >
      {(target) => (
        <button type="button" className={classes.edit} aria-label={label} {...target}>
          {children}
        </button>
      )}
    </FieldPicker>
  );
}
