import { Button, Divider, Drawer, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSettled } from '../../ui/hooks';
import { TagChip } from '../../ui/marks';
import { fromLocalInput, toLocalInput, zoneName } from '../../ui/time';
import type { Draft, Setting } from '../editing/draft';
import { FieldPicker, isPicked } from '../editing/field-picker';
import { ObjectivesEditor } from '../editing/objectives-editor';
import { shownValue } from '../fields/shown-value';
import { counted, type Field, type Kind } from '../kind';
import { type BulkChange, type Chosen, sizeOf } from './bulk';
import { ApplyButtons, type Applying } from './bulk-apply';
import { BulkPreview, usePreview } from './bulk-preview';
import { TagStatesPicker } from './tag-states';

/** Any editable field of many at once, with what that would do beneath. */
export default function BulkEditor({
  kind,
  chosen,
  applying: { run, progress },
  onClose,
}: {
  kind: Kind;
  chosen: Chosen;
  applying: Applying;
  onClose: () => void;
}) {
  const [change, setChange] = useState<BulkChange>({ fields: {}, add: [], remove: [] });
  const settled = useSettled(change, 250);
  const state = usePreview(kind, chosen, settled);
  const current = settled === change ? (state.data ?? null) : null;

  const setField = (name: string, value: Draft | undefined) => {
    const { [name]: _, ...rest } = change.fields;
    setChange({ ...change, fields: value === undefined ? rest : { ...rest, [name]: value } });
  };

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={480}
      title={`Edit ${counted(kind, sizeOf(chosen))}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        {kind.fields
          .filter((field) => field.editable)
          .map((field) =>
            field.type === 'tags' ? (
              <TagsRow
                key={field.name}
                kind={kind}
                chosen={chosen}
                change={change}
                onChange={(tags) => setChange({ ...change, ...tags })}
              />
            ) : (
              <FieldRow
                key={field.name}
                kind={kind}
                field={field}
                value={change.fields[field.name] as Draft | undefined}
                onChange={(value) => setField(field.name, value)}
              />
            ),
          )}
        <Divider />
        <BulkPreview kind={kind} change={settled} state={state} />
        <ApplyButtons
          kind={kind}
          seen={current}
          progress={progress}
          onCancel={onClose}
          onApply={() => run(chosen, change, current, onClose)}
        />
      </Stack>
    </Drawer>
  );
}

function TagsRow({
  kind,
  chosen,
  change,
  onChange,
}: {
  kind: Kind;
  chosen: Chosen;
  change: BulkChange;
  onChange: (tags: { add: string[]; remove: string[] }) => void;
}) {
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Text size="sm" w={130} pt={3}>
        Tags
      </Text>
      <Stack gap={6} flex={1} align="flex-start">
        <TagStatesPicker kind={kind} chosen={chosen} change={change} onChange={onChange}>
          {(target) => (
            <Button size="compact-sm" variant="default" {...target}>
              Add or remove tags
            </Button>
          )}
        </TagStatesPicker>
        {change.add.length > 0 && (
          <Group gap={4}>
            <Text size="xs">Add</Text>
            {change.add.map((tag) => (
              <TagChip
                key={tag}
                label={tag}
                onRemove={() => onChange({ ...change, add: change.add.filter((each) => each !== tag) })}
              />
            ))}
          </Group>
        )}
        {change.remove.length > 0 && (
          <Group gap={4}>
            <Text size="xs">Remove</Text>
            {change.remove.map((tag) => (
              <TagChip
                key={tag}
                label={tag}
                onRemove={() => onChange({ ...change, remove: change.remove.filter((each) => each !== tag) })}
              />
            ))}
          </Group>
        )}
      </Stack>
    </Group>
  );
}

interface RowProps {
  kind: Kind;
  field: Field;
  /** Undefined leaves it, null clears it. */
  value: Draft | undefined;
  onChange: (value: Draft | undefined) => void;
}

function FieldRow({ kind, field, value, onChange }: RowProps) {
  const canClear = !field.required;
  const mode = value === undefined ? 'leave' : value === null ? 'clear' : 'set';
  const [wanted, setWanted] = useState<'leave' | 'set' | 'clear'>(mode);
  const choose = (next: string) => {
    setWanted(next as typeof wanted);
    onChange(next === 'clear' ? null : next === 'set' && field.type === 'objectives' ? [] : undefined);
  };
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Text size="sm" w={130} pt={4}>
        {field.label}
      </Text>
      <Stack gap={6} flex={1}>
        <NativeSelect
          size="xs"
          aria-label={`Action for ${field.label.toLowerCase()}`}
          value={wanted}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[
            { value: 'leave', label: 'Keep' },
            { value: 'set', label: 'Set to …' },
            ...(canClear ? [{ value: 'clear', label: 'Clear' }] : []),
          ]}
        />
        {wanted === 'set' && <Setter kind={kind} field={field} value={value} onChange={onChange} />}
      </Stack>
    </Group>
  );
}

function Setter({ kind, field, value, onChange }: RowProps) {
  const text = typeof value === 'string' ? value : '';
  const typed = (next: string) => onChange(next === '' ? undefined : next);
  if (field.type === 'objectives') {
    return <ObjectivesEditor value={(value as Setting[] | undefined) ?? []} onChange={onChange} />;
  }
  if (isPicked(field)) {
    return (
      <FieldPicker
        kind={kind}
        field={{ ...field, required: true }}
        value={value ?? null}
        onChange={onChange}
        opened
      >
        {(target) => (
          <Button size="compact-sm" variant="default" justify="flex-start" {...target}>
            {value === undefined ? `Choose a ${field.label.toLowerCase()}` : shownValue(value, field)}
          </Button>
        )}
      </FieldPicker>
    );
  }
  switch (field.type) {
    case 'date':
      return (
        <TextInput
          type="datetime-local"
          size="xs"
          step={1}
          aria-label={`${field.label}, ${zoneName()}`}
          value={toLocalInput(text || null)}
          onChange={(event) => onChange(fromLocalInput(event.currentTarget.value) ?? undefined)}
        />
      );
    case 'markdown':
      return (
        <Textarea
          size="xs"
          autosize
          minRows={2}
          maxRows={8}
          aria-label={field.label}
          value={text}
          onChange={(event) => typed(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          size="xs"
          maxLength={500}
          aria-label={field.label}
          value={text}
          onChange={(event) => typed(event.currentTarget.value)}
        />
      );
  }
}
