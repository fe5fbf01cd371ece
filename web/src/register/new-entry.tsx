import { Alert, Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { explain, ProblemError } from '../api/problem';
import { useKept } from '../ui/hooks';
import { fromLocalInput, toLocalInput, zoneName } from '../ui/time';
import { createEntry, fetchEntry, type Patch } from './api';
import { useShown } from './changing';
import type { Draft } from './draft';
import { FieldPicker, isPicked } from './field-picker';
import { type Field, fieldOf, type Kind } from './kind';
import { shownValue } from './shown-value';

const FIRST: Record<Kind['register'], string[]> = {
  incidents: ['status', 'severity', 'assigned_to', 'source', 'tags', 'threat_objectives'],
  risks: ['status', 'type', 'likelihood', 'impact', 'assigned_to', 'source', 'tags'],
};

const EMPTY: Patch = {};

/** A new entry. What was typed is kept until it is saved, also when the page is left. */
export default function NewEntry({ kind, onClose }: { kind: Kind; onClose: () => void }) {
  const navigate = useNavigate();
  const { refresh, show } = useShown(kind);
  const [values, setValues] = useKept<Patch>(`blotter-new-${kind.register}`, EMPTY);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const problem = error instanceof ProblemError ? error : null;
  const date = fieldOf(kind, kind.register === 'incidents' ? 'detected_date' : 'discovered_date') as Field;

  const set = (name: string, value: Draft | undefined) => {
    const { [name]: _, ...rest } = values;
    setValues(value === undefined || value === null || value === '' ? rest : { ...rest, [name]: value });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const id = await createEntry(kind, values);
      setValues({});
      show([await fetchEntry(kind, id)]);
      onClose();
      await refresh();
      navigate(`/${kind.register}/${id}`);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };

  const general = problem?.faults.filter(
    (fault) => !['/title', '/description', `/${date.name}`].includes(fault.pointer),
  );
  return (
    <Modal opened onClose={onClose} title={`Add ${kind.one}`} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Title"
            value={(values.title as string | undefined) ?? ''}
            onChange={(event) => set('title', event.currentTarget.value)}
            error={problem?.of('title')}
            maxLength={500}
            required
            data-autofocus
          />
          <Textarea
            label="Description"
            description="Markdown"
            autosize
            minRows={3}
            maxRows={12}
            value={(values.description as string | undefined) ?? ''}
            onChange={(event) => set('description', event.currentTarget.value)}
            error={problem?.of('description')}
          />
          <TextInput
            type="datetime-local"
            step={1}
            label={date.label}
            description={`${date.help ?? 'When it became known.'} ${zoneName()}; now, if left empty.`}
            w={280}
            value={toLocalInput((values[date.name] as string | undefined) ?? null)}
            onChange={(event) => set(date.name, fromLocalInput(event.currentTarget.value) ?? undefined)}
            error={problem?.of(date.name)}
          />
          <Group gap="xs">
            {FIRST[kind.register]
              .map((name) => fieldOf(kind, name))
              .filter((field): field is Field => field !== undefined && isPicked(field))
              .map((field) => {
                const value = values[field.name] as Draft | undefined;
                return (
                  <FieldPicker
                    key={field.name}
                    kind={kind}
                    field={field}
                    value={value ?? (['tags', 'objectives'].includes(field.type) ? [] : null)}
                    onChange={(next) => set(field.name, next)}
                  >
                    {(target) => (
                      <Button size="compact-sm" variant="default" {...target}>
                        {value === undefined ? field.label : shownValue(value, field)}
                      </Button>
                    )}
                  </FieldPicker>
                );
              })}
          </Group>
          {error !== null && (!problem || problem.faults.length === 0 || (general?.length ?? 0) > 0) && (
            <Alert color="red" role="alert" p="xs" style={{ whiteSpace: 'pre-line' }}>
              {explain(error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Add {kind.one}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
