import { Popover, Stack } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { Picker, type Ticked } from '../../ui/picker';
import { useOptions } from '../fields/options';
import type { Field, Kind } from '../kind';
import { type Draft, type Setting, sameDraft } from './draft';
import { ObjectivesEditor } from './objectives-editor';

type TargetProps = Record<string, unknown>;

interface Props {
  kind: Kind;
  field: Field;
  value: Draft;
  onChange: (value: Draft) => void;
  opened?: boolean;
  onClose?: () => void;
  children: (props: TargetProps) => ReactElement;
}

const CLEAR = '';

/** Chooses the value of a field that is chosen: at once where there is one, when it is closed where there are several. */
export function FieldPicker(props: Props) {
  switch (props.field.type) {
    case 'tags':
      return <TagsPicker {...props} />;
    case 'objectives':
      return <ObjectivesPicker {...props} />;
    default:
      return <OnePicker {...props} />;
  }
}

export function isPicked(field: Field): boolean {
  return ['choice', 'person', 'source', 'tags', 'objectives'].includes(field.type);
}

function OnePicker({ kind, field, value, onChange, opened, onClose, children }: Props) {
  const options = useOptions(kind, field);
  const all = field.required
    ? options
    : [...options, { value: CLEAR, label: field.type === 'person' ? 'Nobody' : `No ${field.label.toLowerCase()}` }];
  return (
    <Picker
      options={all}
      ticked={new Map([[(value as string | null) ?? CLEAR, 'all' as Ticked]])}
      onPick={(picked) => {
        if (picked !== (value ?? CLEAR)) {
          onChange(picked === CLEAR ? null : picked);
        }
      }}
      placeholder={field.label}
      opened={opened}
      onClose={onClose}
    >
      {children}
    </Picker>
  );
}

function TagsPicker({ kind, field, value, onChange, opened, onClose, children }: Props) {
  const options = useOptions(kind, field);
  const [tags, setTags] = useState(value as string[]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is another one at each render; what it says counts
  useEffect(() => setTags(value as string[]), [JSON.stringify(value)]);
  const known = new Set(options.map((option) => option.value));
  const made = tags.filter((tag) => !known.has(tag)).map((tag) => ({ value: tag, label: tag }));
  return (
    <Picker
      options={[...made, ...options]}
      ticked={new Map(tags.map((tag) => [tag, 'all' as Ticked]))}
      multiple
      onPick={(tag) => setTags(tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag])}
      onCreate={(label) => setTags([...tags, label])}
      placeholder={field.label}
      opened={opened}
      onClose={() => {
        if (!sameDraft(tags, value)) {
          onChange(tags);
        }
        onClose?.();
      }}
    >
      {children}
    </Picker>
  );
}

function ObjectivesPicker({ field, value, onChange, opened = false, onClose, children }: Props) {
  const [shown, setShown] = useState(opened);
  const [settings, setSettings] = useState(value as Setting[]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is another one at each render; what it says counts
  useEffect(() => setSettings(value as Setting[]), [JSON.stringify(value)]);
  const close = () => {
    setShown(false);
    if (!sameDraft(settings, value)) {
      onChange(settings);
    }
    onClose?.();
  };
  return (
    <Popover
      opened={shown}
      onChange={(open) => (open ? setShown(true) : close())}
      trapFocus
      width={340}
      shadow="md"
    >
      <Popover.Target>
        {children({
          onClick: () => (shown ? close() : setShown(true)),
          'aria-expanded': shown,
          'aria-haspopup': 'dialog',
        })}
      </Popover.Target>
      <Popover.Dropdown aria-label={field.label}>
        <Stack gap="xs">
          <ObjectivesEditor value={settings} onChange={setSettings} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
