import { Button, Group, Text, TextInput, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { explain, ProblemError } from '../../api/problem';
import { hasDraft, useDraft } from '../../ui/drafts';
import Markdown from '../../ui/markdown';
import { MarkdownInput } from '../../ui/markdown-input';
import { fromLocalInput, toLocalInput, zoneName } from '../../ui/time';
import { FieldOf } from '../fields/field-value';
import type { Entry, Field, Kind } from '../kind';
import { type Draft, draftOf, problemOfDraft, sameDraft } from './draft';
import { useEdit } from './editing';
import { FieldPicker, isPicked } from './field-picker';
import classes from './in-place.module.css';

interface Props {
  kind: Kind;
  entry: Entry;
  field: Field;
  writable: boolean;
  /** A key asks for it. */
  asked?: boolean;
  onAnswered?: () => void;
}

/** A field of an entry, which becomes its own editor. What is wrong stands beside it, and what was typed stays. */
export function InPlace(props: Props) {
  const { kind, entry, field, writable } = props;
  if (!writable || !field.editable) {
    return field.type === 'markdown' ? (
      <Prose text={draftOf(entry, field) as string | null} />
    ) : (
      <div className={classes.read}>
        <FieldOf kind={kind} entry={entry} field={field} />
      </div>
    );
  }
  if (isPicked(field)) {
    return <Picked {...props} />;
  }
  return field.type === 'markdown' ? <Written {...props} /> : <Typed {...props} />;
}

function useSave({ kind, field }: Props) {
  const edit = useEdit(kind);
  const saving = useRef(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** Saves over the entry as it was seen when the editing began: what others did meanwhile is not overwritten unseen. */
  const save = async (seen: Entry, value: Draft): Promise<boolean> => {
    const wrong = problemOfDraft(kind, seen, field, value);
    setProblem(wrong);
    if (wrong || saving.current) {
      return false;
    }
    saving.current = true;
    setBusy(true);
    try {
      await edit(seen, { [field.name]: value === '' && !field.required ? null : value });
      return true;
    } catch (error) {
      setProblem((error instanceof ProblemError ? error.of(field.name) : null) ?? explain(error));
      return false;
    } finally {
      saving.current = false;
      setBusy(false);
    }
  };
  return { save, problem, setProblem, busy };
}

function Wrong({ children }: { children: string | null }) {
  return children === null ? null : (
    <Text size="xs" c="var(--mantine-color-error)" role="alert" style={{ whiteSpace: 'pre-line' }}>
      {children}
    </Text>
  );
}

function Picked(props: Props) {
  const { kind, entry, field } = props;
  const { save, problem } = useSave(props);
  return (
    <div>
      <FieldPicker
        kind={kind}
        field={field}
        value={draftOf(entry, field)}
        onChange={(value) => save(entry, value)}
        opened={props.asked}
        onClose={props.onAnswered}
      >
        {(target) => (
          <UnstyledButton className={classes.field} aria-label={`Change ${field.label.toLowerCase()}`} {...target}>
            <FieldOf kind={kind} entry={entry} field={field} />
          </UnstyledButton>
        )}
      </FieldPicker>
      <Wrong>{problem}</Wrong>
    </div>
  );
}

/** One line, or a date: Enter or leaving it saves, Escape does not. */
function Typed(props: Props) {
  const { kind, entry, field, asked, onAnswered } = props;
  const { save, problem, setProblem, busy } = useSave(props);
  const isDate = field.type === 'date';
  const [seen, setSeen] = useState(entry);
  const [editing, setEditing] = useState(false);
  const [text, setText] = useState('');
  const current = draftOf(editing ? seen : entry, field) as string | null;
  const begin = () => {
    setSeen(entry);
    setText(isDate ? toLocalInput(current) : (current ?? ''));
    setProblem(null);
    setEditing(true);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it is asked for
  useEffect(() => {
    if (asked) {
      begin();
      onAnswered?.();
    }
  }, [asked]);

  if (!editing) {
    return (
      <UnstyledButton
        className={field.name === 'title' ? classes.title : classes.field}
        aria-label={`Change ${field.label.toLowerCase()}`}
        onClick={begin}
      >
        {field.name === 'title' ? entry.values.title : <FieldOf kind={kind} entry={entry} field={field} />}
      </UnstyledButton>
    );
  }
  const draft = isDate ? fromLocalInput(text) : text;
  const wrong = problemOfDraft(kind, seen, field, draft);
  const finish = async () => {
    // A date as it is shown has no microseconds: what was not touched is not changed.
    const untouched = isDate ? text === toLocalInput(current) : sameDraft(draft, current);
    if (untouched || (await save(seen, draft))) {
      setEditing(false);
      setProblem(null);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      finish();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      setEditing(false);
    }
  };
  return (
    <TextInput
      type={isDate ? 'datetime-local' : 'text'}
      step={isDate ? 1 : undefined}
      size={field.name === 'title' ? 'md' : 'xs'}
      aria-label={isDate ? `${field.label}, ${zoneName()}` : field.label}
      description={isDate ? zoneName() : undefined}
      inputWrapperOrder={['input', 'description', 'error']}
      value={text}
      disabled={busy}
      maxLength={500}
      error={wrong ?? problem}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={onKeyDown}
      autoFocus
    />
  );
}

function Prose({ text }: { text: string | null }) {
  return text ? (
    <Markdown text={text} />
  ) : (
    <Text size="sm" c="dimmed">
      Empty
    </Text>
  );
}

/** Several lines, with a draft that outlives the page. */
function Written(props: Props) {
  const { entry, field } = props;
  const { save, problem, busy } = useSave(props);
  const [seen, setSeen] = useState(entry);
  const key = `${entry.id}-${field.name}`;
  const [editing, setEditing] = useState(() => hasDraft(key));
  const current = (draftOf(editing ? seen : entry, field) as string | null) ?? '';
  const [text, setText, dropDraft] = useDraft(key, current);
  const begin = () => {
    setSeen(entry);
    setEditing(true);
  };
  const cancel = () => {
    dropDraft();
    setText(current);
    setEditing(false);
  };
  const finish = async () => {
    if (text === current || (await save(seen, text))) {
      dropDraft();
      setEditing(false);
    }
  };
  if (!editing) {
    return (
      <div className={classes.written}>
        {current ? <Markdown text={current} /> : null}
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          className={current ? classes.editProse : undefined}
          aria-label={`Edit ${field.label.toLowerCase()}`}
          onClick={begin}
        >
          {current ? 'Edit' : `Write the ${field.label.toLowerCase()}`}
        </Button>
      </div>
    );
  }
  return (
    <div>
      <MarkdownInput
        label={field.label}
        value={text}
        onChange={setText}
        onSave={finish}
        onCancel={text === current ? cancel : undefined}
        error={problem}
        autoFocus
      />
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" onClick={finish} loading={busy}>
          Save
        </Button>
        <Button size="compact-sm" variant="default" onClick={cancel}>
          Discard
        </Button>
      </Group>
    </div>
  );
}
