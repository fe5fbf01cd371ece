import { ActionIcon, Button, Checkbox, Group, Popover, Stack } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconColumns3 } from '@tabler/icons-react';
import { fieldOf, type Kind, labelOf } from '../kind';

interface Props {
  kind: Kind;
  columns: readonly string[];
  onChange: (columns: string[]) => void;
}

/** Which columns the list has, and in what order. */
export function ColumnsMenu({ kind, columns, onChange }: Props) {
  const rest = kind.fields.map((field) => field.name).filter((name) => !columns.includes(name));
  const swap = (at: number, to: number) => {
    const next = [...columns];
    [next[at], next[to]] = [next[to] as string, next[at] as string];
    onChange(next);
  };
  return (
    <Popover position="bottom-end" shadow="md" trapFocus width={260}>
      <Popover.Target>
        <ActionIcon variant="default" aria-label="Columns" title="Columns">
          <IconColumns3 size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns" mah={440} style={{ overflowY: 'auto' }}>
        <Stack gap={4}>
          {columns.map((name, index) => (
            <Group key={name} justify="space-between" wrap="nowrap">
              <Checkbox
                size="xs"
                label={labelOf(kind, name)}
                checked
                disabled={name === 'title'}
                onChange={() => onChange(columns.filter((each) => each !== name))}
              />
              <Group gap={2}>
                <ActionIcon
                  size="xs"
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${labelOf(kind, name)} to the left`}
                  disabled={index === 0}
                  onClick={() => swap(index, index - 1)}
                >
                  <IconChevronUp size={13} />
                </ActionIcon>
                <ActionIcon
                  size="xs"
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${labelOf(kind, name)} to the right`}
                  disabled={index === columns.length - 1}
                  onClick={() => swap(index, index + 1)}
                >
                  <IconChevronDown size={13} />
                </ActionIcon>
              </Group>
            </Group>
          ))}
          {rest.map((name) => (
            <Checkbox
              key={name}
              size="xs"
              label={fieldOf(kind, name)?.label}
              checked={false}
              onChange={() => onChange([...columns, name])}
            />
          ))}
          <Button size="compact-xs" variant="default" mt={6} onClick={() => onChange([...kind.defaultColumns])}>
            Reset
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
