import { Button, Group, Text, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react';
import { explain, ProblemError } from '../../api/problem';
import { useSession } from '../../session/session';
import { useKept } from '../../ui/hooks';
import { fromLocalInput, toLocalInput, zoneName } from '../../ui/time';
import { createEntry, type Patch } from '../api';
import { useShown } from '../changing';
import { type Draft, problemOfDraft } from '../editing/draft';
import { FieldPicker, isPicked } from '../editing/field-picker';
import { shownValue } from '../fields/shown-value';
import { type Entry, type Field, fieldOf, type Kind } from '../kind';
import classes from './new-row.module.css';

const EMPTY: Patch = {};
const PROMPTS = { incidents: 'What happened', risks: 'What could happen' };

interface Props {
  kind: Kind;
  /** The columns of the list. What else is asked of a new entry stands below them. */
  fields: readonly Field[];
  template: string;
  /** The list has no columns. */
  narrow: boolean;
  asked: number;
  onClose: () => void;
  onAdded: (id: string) => void;
}

/**
 * A new entry in the first row of its list. Enter saves it, Escape leaves it. What was typed is kept until it is saved
 * or thrown away, also when the page is left.
 */
export function NewRow({ kind, fields, template, narrow, asked, onClose, onAdded }: Props) {
  const { user } = useSession();
  const { refresh } = useShown(kind);
  const [values, setValues] = useKept<Patch>(`blotter-${user.id}-new-${kind.register}`, EMPTY);
  const [error, setError] = useState<unknown>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const title = useRef<HTMLInputElement>(null);

  const wanted = kind.asked.map((name) => fieldOf(kind, name) as Field);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it is asked for
  useEffect(() => title.current?.focus(), [asked]);

  const columns = narrow ? [] : fields;
  const below = wanted.filter((field) => !columns.includes(field));
  const seen = entryOf(values);
  const problem = error instanceof ProblemError ? error : null;

  const set = (field: Field, value: Draft | undefined) => {
    const { [field.name]: _, ...rest } = values;
    setValues(value === undefined || value === null || value === '' ? rest : { ...rest, [field.name]: value });
    setError(null);
  };
  const local = (field: Field) =>
    field.name === 'title' || (field.type === 'date' && values[field.name] !== undefined)
      ? problemOfDraft(kind, seen, field, (values[field.name] as Draft) ?? null)
      : null;
  // That there is no title yet is no news before somebody wants to save.
  const wrong = (field: Field) =>
    (tried || field.name !== 'title' ? local(field) : null) ?? problem?.of(field.name);

  const save = async () => {
    setTried(true);
    if (busy || [...fields, ...wanted].some((field) => local(field) !== null)) {
      title.current?.focus();
      return;
    }
    setBusy(true);
    try {
      const id = await createEntry(kind, values);
      setValues({});
      onAdded(id);
      await refresh();
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = event.target as HTMLElement;
    // What bubbles out of a list that hangs over the page, or is meant for it, is not ours.
    if (!event.currentTarget.contains(at) || at.getAttribute('aria-expanded') === 'true') {
      return;
    }
    if (!event.ctrlKey && !event.metaKey) {
      event.stopPropagation();
    }
    const isLine = at instanceof HTMLInputElement;
    if (event.key === 'Escape') {
      onClose();
    } else if (event.key === 'Enter' && (isLine || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  };

  const beside = new Set([...columns, ...below].map((field) => `/${field.name}`));
  const others = problem?.faults.filter(({ pointer }) => !beside.has(pointer.replace(/^(\/[^/]*).*/, '$1')));
  const general = error !== null && (!problem || problem.faults.length === 0 || (others?.length ?? 0) > 0);
  const input = (field: Field, labelled = false) => (
    <Input
      kind={kind}
      labelled={labelled}
      field={field}
      value={values[field.name] as Draft | undefined}
      problem={wrong(field) ?? null}
      onChange={(value) => set(field, value)}
      inputRef={field.name === 'title' ? title : undefined}
    />
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of what is in it
    <div className={classes.entry} onKeyDown={onKeyDown} data-testid="new-entry">
      {!narrow && (
        <div role="row" className={classes.row} style={{ gridTemplateColumns: template }}>
          <div role="gridcell" />
          {columns.map((field) => (
            <div role="gridcell" key={field.name} className={classes.cell}>
              {field.name === 'id' ? (
                <span className={classes.unnumbered}>New</span>
              ) : field.editable && field.type !== 'markdown' ? (
                input(field)
              ) : (
                <span className={classes.unnumbered}>–</span>
              )}
            </div>
          ))}
        </div>
      )}
      <div role="row" className={classes.more}>
        <div role="gridcell" className={classes.below}>
          {below.map((field) => (
            <div
              key={field.name}
              className={field.type === 'markdown' || field.name === 'title' ? classes.wide : undefined}
            >
              {input(field, field.type === 'date')}
            </div>
          ))}
          {general && (
            <Text size="xs" c="var(--mantine-color-error)" role="alert" className={classes.wide}>
              {explain(error)}
            </Text>
          )}
          <Group gap="xs" className={classes.wide}>
            <Button size="compact-sm" loading={busy} onClick={save}>
              Add {kind.one}
            </Button>
            <Button size="compact-sm" variant="default" onClick={onClose}>
              Close
            </Button>
            {Object.keys(values).length > 0 && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                onClick={() => {
                  setValues({});
                  onClose();
                }}
              >
                Discard
              </Button>
            )}
            {!narrow && (
              <Text size="xs" c="dimmed">
                Enter saves, Esc closes; your input is kept.
              </Text>
            )}
          </Group>
        </div>
      </div>
    </div>
  );
}

/** As what the rules look at. */
function entryOf(values: Patch): Entry {
  const none = { id: '', version: 0, tags: [], objectives: [], comments: 0, links: [] };
  return { ...none, values: values as unknown as Entry['values'] };
}

interface InputProps {
  kind: Kind;
  field: Field;
  value: Draft | undefined;
  problem: string | null;
  /** No column says what it is. */
  labelled: boolean;
  onChange: (value: Draft | undefined) => void;
  inputRef?: Ref<HTMLInputElement>;
}

function Input({ kind, field, value, problem, labelled, onChange, inputRef }: InputProps) {
  if (isPicked(field)) {
    return (
      <>
        <FieldPicker
          kind={kind}
          field={field}
          value={value ?? (['tags', 'objectives'].includes(field.type) ? [] : null)}
          onChange={onChange}
        >
          {(target) => (
            <button
              type="button"
              className={classes.pick}
              aria-label={`${field.label} of the new ${kind.one}`}
              data-empty={value === undefined || undefined}
              {...target}
            >
              {value === undefined ? field.label : shownValue(value, field)}
            </button>
          )}
        </FieldPicker>
        {problem && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {problem}
          </Text>
        )}
      </>
    );
  }
  const shared = { size: 'xs', 'aria-label': field.label, error: problem } as const;
  switch (field.type) {
    case 'date':
      return (
        <TextInput
          {...shared}
          type="datetime-local"
          label={labelled ? field.label : undefined}
          aria-label={`${field.label}, ${zoneName()}`}
          title={field.required ? `${field.label}, ${zoneName()}. Defaults to now.` : zoneName()}
          value={toLocalInput((value as string | undefined) ?? null).slice(0, 16)}
          onChange={(event) => onChange(fromLocalInput(event.currentTarget.value) ?? undefined)}
        />
      );
    case 'markdown':
      return (
        <Textarea
          {...shared}
          placeholder={`${field.label} (Markdown)`}
          autosize
          minRows={1}
          maxRows={10}
          value={(value as string | undefined) ?? ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          ref={inputRef}
          placeholder={field.name === 'title' ? PROMPTS[kind.register] : field.label}
          maxLength={500}
          value={(value as string | undefined) ?? ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
