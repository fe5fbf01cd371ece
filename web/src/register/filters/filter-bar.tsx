import { ActionIcon, Box, Button, Group, Menu, TextInput } from '@mantine/core';
import { IconFilterPlus, IconSearch, IconX } from '@tabler/icons-react';
import { memo, type RefObject, useEffect, useRef, useState } from 'react';
import { Picker, type Ticked } from '../../ui/picker';
import type { Query } from '../api';
import { useOptions } from '../fields/options';
import type { Field, Kind } from '../kind';
import { ClearButton } from './clear-button';
import { DateFilter } from './date-filter';
import classes from './filter-bar.module.css';
import { isFiltered, type Step, valuesOf, withText, withToggled, withValues } from './query';

interface Props {
  kind: Kind;
  query: Query;
  onChange: (step: Step) => void;
  /** The list that was asked for last is not there yet. */
  busy: boolean;
  searchRef: RefObject<HTMLInputElement | null>;
}

const ALWAYS = ['status', 'severity', 'urgency', 'assigned_to', 'tags'];
/** How long who has stopped typing waits for a list that is no longer wanted. */
const PATIENCE_MILLIS = 250;
const TEXTS = [
  { name: 'title_contains', label: 'Title contains' },
  { name: 'description_contains', label: 'Description contains' },
];

/** Free text, and a chip for each filter: those most used are always there, others when they are added. */
export function FilterBar({ kind, query, onChange, busy, searchRef }: Props) {
  const [added, setAdded] = useState<string[]>([]);
  const filters = kind.fields.filter((field) => field.filter);
  const isShown = (name: string) => ALWAYS.includes(name) || added.includes(name) || query[name] !== undefined;
  const hidden = [...filters.map(({ name, label }) => ({ name, label })), ...TEXTS].filter(
    ({ name }) => !isShown(name),
  );
  return (
    <Group gap={6} className={classes.bar} role="search" aria-label={`Filter ${kind.many}`}>
      <SearchText
        value={(query.free_text as string | undefined) ?? ''}
        onChange={(text) => onChange((now) => withText(now, 'free_text', text))}
        busy={busy}
        inputRef={searchRef}
      />
      <div className={classes.chips}>
        {filters
          .filter((field) => isShown(field.name))
          .map((field) =>
            field.type === 'date' ? (
              <DateFilter key={field.name} field={field} query={query} onChange={onChange} />
            ) : (
              <ChoiceFilter key={field.name} kind={kind} field={field} query={query} onChange={onChange} />
            ),
          )}
        {TEXTS.filter(({ name }) => isShown(name)).map(({ name, label }) => (
          <TextFilter key={name} name={name} label={label} query={query} onChange={onChange} />
        ))}
        {query.id !== undefined && (
          <Chip
            label="Ids"
            values={valuesOf(query, 'id')}
            onClear={() => onChange((now) => withValues(now, 'id', []))}
          />
        )}
        {hidden.length > 0 && (
          <Menu position="bottom-start" shadow="md">
            <Menu.Target>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                leftSection={<IconFilterPlus size={15} />}
                className={classes.add}
              >
                Filter
              </Button>
            </Menu.Target>
            <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
              {hidden.map(({ name, label }) => (
                <Menu.Item key={name} onClick={() => setAdded([...added, name])}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {isFiltered(query) && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            className={classes.add}
            onClick={() => {
              setAdded([]);
              onChange((now): Query => (now.order_by ? { order_by: now.order_by } : {}));
            }}
          >
            Clear all
          </Button>
        )}
      </div>
    </Group>
  );
}

function SearchText({
  value,
  onChange,
  busy,
  inputRef,
}: {
  value: string;
  onChange: (text: string) => void;
  busy: boolean;
  inputRef: RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState(value);
  // What this box has put into the address comes back from there, and may come after the next letter was typed: only
  // what comes from elsewhere takes its place.
  const sent = useRef<string[]>([]);
  useEffect(() => {
    const at = sent.current.indexOf(value);
    sent.current = sent.current.slice(at + 1);
    if (at < 0) {
      setText(value);
    }
  }, [value]);
  // At once, but while a list is being asked for, only the letters that are then there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when what is typed has stood still
  useEffect(() => {
    if (text === value) {
      return;
    }
    const timer = setTimeout(
      () => {
        sent.current.push(text.trim() === '' ? '' : text);
        onChange(text);
      },
      busy ? PATIENCE_MILLIS : 0,
    );
    return () => clearTimeout(timer);
  }, [text, value, busy]);
  return (
    <TextInput
      ref={inputRef}
      size="xs"
      className={classes.search}
      leftSection={<IconSearch size={14} />}
      placeholder="Search title, description, id"
      aria-label="Search title, description and id"
      maxLength={500}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.currentTarget.blur();
        }
      }}
      rightSection={
        text !== '' && (
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            aria-label="Clear the search"
            onClick={() => setText('')}
          >
            <IconX size={12} />
          </ActionIcon>
        )
      }
    />
  );
}

interface FilterProps {
  kind: Kind;
  field: Field;
  query: Query;
  onChange: (step: Step) => void;
}

/** Drawn anew for what it filters by, and not for each letter of a search. */
const ChoiceFilter = memo(function ChoiceFilter({ kind, field, query, onChange }: FilterProps) {
  const options = useOptions(kind, field, { filter: true });
  const values = valuesOf(query, field.name);
  const shown = values.map((value) => options.find((option) => option.value === value)?.label ?? value);
  return (
    <Box className={classes.chip} data-set={values.length > 0 || undefined}>
      <Picker
        options={options}
        ticked={new Map(values.map((value) => [value, 'all' as Ticked]))}
        onPick={(value) => onChange((now) => withToggled(now, field.name, value))}
        multiple
        placeholder={field.label}
      >
        {(target) => (
          <button type="button" {...target}>
            {field.label}
            {shown.length > 0 && <b>{shown.length > 2 ? `${shown.length} of them` : shown.join(', ')}</b>}
          </button>
        )}
      </Picker>
      {values.length > 0 && (
        <ClearButton label={field.label} onClear={() => onChange((now) => withValues(now, field.name, []))} />
      )}
    </Box>
  );
}, sameFilter);

function sameFilter(one: FilterProps, other: FilterProps): boolean {
  const values = ({ query, field }: FilterProps) => JSON.stringify(query[field.name]);
  return one.field === other.field && one.onChange === other.onChange && values(one) === values(other);
}

function TextFilter({
  name,
  label,
  query,
  onChange,
}: {
  name: string;
  label: string;
  query: Query;
  onChange: (step: Step) => void;
}) {
  const [text, setText] = useState((query[name] as string | undefined) ?? '');
  return (
    <TextInput
      size="xs"
      w={200}
      placeholder={label}
      aria-label={label}
      value={text}
      maxLength={500}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => onChange((now) => withText(now, name, text))}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          onChange((now) => withText(now, name, text));
        }
      }}
    />
  );
}

function Chip({ label, values, onClear }: { label: string; values: string[]; onClear: () => void }) {
  return (
    <Box className={classes.chip} data-set>
      <span className={classes.chipText}>
        {label} <b>{values.length > 2 ? `${values.length} of them` : values.join(', ')}</b>
      </span>
      <ClearButton label={label} onClear={onClear} />
    </Box>
  );
}
