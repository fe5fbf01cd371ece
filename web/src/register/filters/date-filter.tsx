import { Box, Button, Group, Popover, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { day } from '../../ui/time';
import type { Query } from '../api';
import type { Field } from '../kind';
import { ClearButton } from './clear-button';
import classes from './filter-bar.module.css';
import { daysOf, type Step, withDays, withValues } from './query';

const LAST: [string, number][] = [
  ['24 hours', 1],
  ['7 days', 7],
  ['30 days', 30],
  ['90 days', 90],
];

/** From a day, to a day, both included and in the reader's zone. */
export function DateFilter({
  field,
  query,
  onChange,
}: {
  field: Field;
  query: Query;
  onChange: (step: Step) => void;
}) {
  const [opened, setOpened] = useState(false);
  const { from, to } = daysOf(query, field);
  const isSet = from !== '' || to !== '';
  const shown = [from && `from ${day(`${from}T00:00:00`)}`, to && `to ${day(`${to}T00:00:00`)}`].filter(Boolean);
  const set = (next: { from?: string; to?: string }) =>
    onChange((now) => {
      const days = { ...daysOf(now, field), ...next };
      return withDays(now, field, days.from, days.to);
    });
  return (
    <Box className={classes.chip} data-set={isSet || undefined}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus>
        <Popover.Target>
          <button type="button" onClick={() => setOpened((before) => !before)}>
            {field.label}
            {isSet && <b>{shown.join(' ')}</b>}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={field.label}>
          <Stack gap="xs">
            <Group gap={4}>
              {LAST.map(([label, days]) => (
                <Button
                  key={label}
                  size="compact-xs"
                  variant="default"
                  onClick={() => {
                    const since = new Date(Date.now() - days * 86_400_000);
                    onChange((now) => withValues(now, field.name, [since.toISOString()]));
                    setOpened(false);
                  }}
                >
                  {label}
                </Button>
              ))}
            </Group>
            <Group gap="xs" wrap="nowrap">
              <TextInput
                type="date"
                size="xs"
                label="From"
                value={from}
                max={to || undefined}
                onChange={(event) => set({ from: event.currentTarget.value })}
              />
              <TextInput
                type="date"
                size="xs"
                label="To, included"
                value={to}
                min={from || undefined}
                onChange={(event) => set({ to: event.currentTarget.value })}
              />
            </Group>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {isSet && (
        <ClearButton label={field.label} onClear={() => onChange((now) => withValues(now, field.name, []))} />
      )}
    </Box>
  );
}
