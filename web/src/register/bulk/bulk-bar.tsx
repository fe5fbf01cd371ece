import { ActionIcon, Button, Group, Paper, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCode, IconEdit, IconTrash, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Picker } from '../../ui/picker';
import { useOptions } from '../fields/options';
import { type Field, fieldOf, type Kind } from '../kind';
import { type BulkChange, type Chosen, isEmpty, sizeOf } from './bulk';
import { ConfirmChange, isSmall, useApply } from './bulk-apply';
import classes from './bulk-bar.module.css';
import { TagStatesPicker } from './tag-states';

const BulkEditor = lazy(() => import('./bulk-editor'));
const BulkDelete = lazy(() => import('./bulk-delete'));
const CallOfChosen = lazy(() => import('./api-call').then((module) => ({ default: module.CallOfChosen })));

export type BarAction = 'status' | 'severity' | 'assigned_to' | 'tags' | 'edit' | 'delete' | null;

interface Props {
  kind: Kind;
  chosen: Chosen;
  /** All that the filter finds, when more than what is selected. */
  all: number;
  onSelectAll: () => void;
  onClear: () => void;
  /** What a key asked for. */
  asked: BarAction;
  onAnswered: () => void;
}

const NO_CHANGE: BulkChange = { fields: {}, add: [], remove: [] };

/** What can be done with what is selected. */
export function BulkBar({ kind, chosen, all, onSelectAll, onClear, asked, onAnswered }: Props) {
  const [pending, setPending] = useState<BulkChange | null>(null);
  const [dialog, setDialog] = useState<'edit' | 'delete' | 'call' | null>(null);
  // Here, and not in the dialogs: what is left over is told after they have closed.
  const { run, progress, leftOver } = useApply(kind);
  const count = sizeOf(chosen);

  useEffect(() => {
    if (asked === 'edit' || asked === 'delete') {
      setDialog(asked);
      onAnswered();
    }
  }, [asked, onAnswered]);

  const change = (wanted: BulkChange) => {
    if (isSmall(chosen)) {
      run(chosen, wanted, null);
    } else {
      setPending(wanted);
    }
  };

  return (
    <>
      <Paper className={classes.bar} shadow="lg" withBorder role="toolbar" aria-label="Change selection">
        <Group gap={6} wrap="wrap" justify="center">
          <div className={classes.what}>
            <Text size="sm" fw={600} className={classes.count} aria-live="polite">
              {count.toLocaleString()} selected
            </Text>
            {all > count && (
              <UnstyledButton className={classes.all} onClick={onSelectAll}>
                Select all {all.toLocaleString()}
              </UnstyledButton>
            )}
            <Tooltip label="Clear the selection (Esc)">
              <ActionIcon
                variant="subtle"
                color="gray"
                className={classes.clear}
                aria-label="Clear the selection"
                onClick={onClear}
              >
                <IconX size={16} />
              </ActionIcon>
            </Tooltip>
          </div>
          {kind.quick
            .map((name) => fieldOf(kind, name) as Field)
            .map((field) =>
              field.type === 'tags' ? (
                <QuickTags
                  key={field.name}
                  kind={kind}
                  chosen={chosen}
                  opened={asked === 'tags'}
                  onOpened={onAnswered}
                  onChange={change}
                />
              ) : (
                <QuickField
                  key={field.name}
                  kind={kind}
                  field={field}
                  opened={asked === field.name}
                  onOpened={onAnswered}
                  onChange={(value) => change({ ...NO_CHANGE, fields: { [field.name]: value } })}
                />
              ),
            )}
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconEdit size={14} />}
            loading={progress !== null}
            onClick={() => setDialog('edit')}
          >
            Edit fields
          </Button>
          <Tooltip label="Copy as API call">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Copy as API call"
              onClick={() => setDialog('call')}
            >
              <IconCode size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon variant="subtle" color="red" aria-label="Delete" onClick={() => setDialog('delete')}>
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Paper>
      {pending && !isEmpty(pending) && (
        <ConfirmChange
          kind={kind}
          chosen={chosen}
          change={pending}
          applying={{ run, progress }}
          onClose={() => setPending(null)}
        />
      )}
      <Suspense>
        {dialog === 'edit' && (
          <BulkEditor kind={kind} chosen={chosen} applying={{ run, progress }} onClose={() => setDialog(null)} />
        )}
        {dialog === 'delete' && (
          <BulkDelete
            kind={kind}
            chosen={chosen}
            onClose={() => setDialog(null)}
            onDeleted={() => {
              setDialog(null);
              onClear();
            }}
          />
        )}
        {dialog === 'call' && <CallOfChosen kind={kind} chosen={chosen} onClose={() => setDialog(null)} />}
      </Suspense>
      {leftOver}
    </>
  );
}

interface QuickProps {
  kind: Kind;
  field: Field;
  opened: boolean;
  onOpened: () => void;
  onChange: (value: string | null) => void;
}

const KEYS: Record<string, string> = { status: 's', severity: 'v', assigned_to: 'a', tags: 't' };

function QuickField({ kind, field, opened, onOpened, onChange }: QuickProps) {
  const options = useOptions(kind, field);
  const clear = field.required
    ? []
    : [{ value: '', label: field.type === 'person' ? 'Nobody' : `No ${field.label.toLowerCase()}` }];
  return (
    <Picker
      options={[...options, ...clear]}
      ticked={new Map()}
      onPick={(value) => onChange(value === '' ? null : value)}
      placeholder={field.label}
      opened={opened}
      onClose={onOpened}
    >
      {(target) => (
        <Button
          size="compact-sm"
          variant="default"
          title={KEYS[field.name] && `${field.label} (${KEYS[field.name]})`}
          {...target}
        >
          {field.label}
        </Button>
      )}
    </Picker>
  );
}

function QuickTags({
  kind,
  chosen,
  opened,
  onOpened,
  onChange,
}: {
  kind: Kind;
  chosen: Chosen;
  opened: boolean;
  onOpened: () => void;
  onChange: (change: BulkChange) => void;
}) {
  const [tags, setTags] = useState({ add: [] as string[], remove: [] as string[] });
  return (
    <TagStatesPicker
      kind={kind}
      chosen={chosen}
      change={tags}
      onChange={setTags}
      opened={opened}
      onClose={() => {
        onOpened();
        if (tags.add.length + tags.remove.length > 0) {
          onChange({ ...NO_CHANGE, ...tags });
          setTags({ add: [], remove: [] });
        }
      }}
    >
      {(target) => (
        <Button size="compact-sm" variant="default" title="Tags (t)" {...target}>
          Tags
        </Button>
      )}
    </TagStatesPicker>
  );
}
