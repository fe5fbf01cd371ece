import { Alert, Box, Group, List, Loader, ScrollArea, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { sentence } from '../../api/problem';
import type { Failure } from '../../api/types';
import { Failed } from '../../ui/states';
import { shownValue } from '../fields/shown-value';
import { counted, type Entry, fieldOf, type Kind, labelOf } from '../kind';
import { type BulkChange, type Chosen, isEmpty, preview } from './bulk';

const ROWS_SHOWN = 50;

/** What a change would do, as the server computes it by the code that does it. */
export function usePreview(kind: Kind, chosen: Chosen, change: BulkChange) {
  const ids = 'entries' in chosen ? chosen.entries.map((entry) => entry.id) : chosen;
  return useQuery({
    queryKey: ['preview', kind.register, ids, change],
    enabled: !isEmpty(change),
    queryFn: () => preview(kind, chosen, change),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

export function BulkPreview({
  kind,
  change,
  state,
}: {
  kind: Kind;
  change: BulkChange;
  state: ReturnType<typeof usePreview>;
}) {
  if (isEmpty(change)) {
    return (
      <Text size="sm" c="dimmed">
        Choose what to change. The preview appears here before anything is written.
      </Text>
    );
  }
  if (state.error) {
    return <Failed error={state.error} />;
  }
  if (!state.data) {
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" />
        <Text size="sm">Loading the preview …</Text>
      </Group>
    );
  }
  const { changing, unchanged, failures, rows, told } = state.data;
  const sentences = [
    `${changing.toLocaleString()} will change`,
    ...(unchanged > 0 ? [`${unchanged.toLocaleString()} need no change`] : []),
    ...(failures.length > 0 ? [`${failures.length.toLocaleString()} cannot`] : []),
  ];
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} role="status">
        {sentences.join(', ')}
      </Text>
      {failures.length > 0 && <Failures failures={failures} />}
      {told && rows.length > 0 && (
        <ScrollArea.Autosize mah={260} type="auto" viewportProps={{ tabIndex: 0 }}>
          <Stack gap={4}>
            {rows.slice(0, ROWS_SHOWN).map((entry) => (
              <ChangedEntry key={entry.id} kind={kind} entry={entry} />
            ))}
            {rows.length > ROWS_SHOWN && (
              <Text size="xs" c="dimmed">
                and {counted(kind, rows.length - ROWS_SHOWN)} more
              </Text>
            )}
          </Stack>
        </ScrollArea.Autosize>
      )}
    </Stack>
  );
}

function ChangedEntry({ kind, entry }: { kind: Kind; entry: Entry }) {
  return (
    <Box fz={12}>
      <Text span fz={12} c="dimmed" mr={6}>
        {entry.id}
      </Text>
      {Object.entries(entry.changes ?? {}).map(([name, { from, to }]) => (
        <Group key={name} gap={4} display="inline-flex" mr="sm" wrap="nowrap" maw="100%">
          <Text span fz={12} c="dimmed">
            {labelOf(kind, name)}:
          </Text>
          <Text span fz={12} lineClamp={1}>
            {shownValue(from, fieldOf(kind, name))}
          </Text>
          <IconArrowRight size={12} aria-label="becomes" />
          <Text span fz={12} lineClamp={1}>
            {shownValue(to, fieldOf(kind, name))}
          </Text>
        </Group>
      ))}
    </Box>
  );
}

const ADVICE: Record<string, string> = {
  stale: 'Someone else has changed it: check it, then try again.',
  changed_since: 'Someone else has changed it: check it, then try again.',
  not_found: 'It was deleted: remove it from the selection.',
  date_order: 'Its dates would be out of order: set the other date too, or remove it from the selection.',
  too_many: 'It would have too many: remove some first.',
};

export function Failures({ failures }: { failures: readonly Failure[] }) {
  return (
    <Alert color="yellow" p="xs" title={`${failures.length} cannot be changed`}>
      <List size="xs" spacing={2}>
        {failures.slice(0, 10).map((failure) => (
          <List.Item key={failure.id}>
            <b>{failure.id}</b>: {sentence(failure.detail)}. {ADVICE[failure.code]}
          </List.Item>
        ))}
      </List>
      {failures.length > 10 && <Text size="xs">and {failures.length - 10} more</Text>}
    </Alert>
  );
}
