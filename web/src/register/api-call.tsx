import { Button, Code, CopyButton, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Chosen } from './bulk';
import type { Kind } from './kind';
import { filtersOf, toSearch } from './query';

/** What is selected as a call of the API, to be put into a script. */
export default function ApiCall({ kind, chosen, onClose }: { kind: Kind; chosen: Chosen; onClose: () => void }) {
  const [what, setWhat] = useState('change');
  const call = what === 'change' ? changing(kind, chosen) : listing(kind, chosen);
  return (
    <Modal opened onClose={onClose} title="As an API call" size="lg">
      <Stack>
        <SegmentedControl
          value={what}
          onChange={setWhat}
          data={[
            { value: 'change', label: 'Change them' },
            { value: 'list', label: 'List them' },
          ]}
        />
        <Text size="sm">
          With an access token in <Code>$TOKEN</Code>, which a service account or a personal token gives.
        </Text>
        <Code block tabIndex={0}>
          {call}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={call}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
          </CopyButton>
        </Group>
      </Stack>
    </Modal>
  );
}

export function changing(
  kind: Kind,
  chosen: Chosen,
  patch: Record<string, unknown> = { status: 'Review' },
): string {
  const byIds = 'entries' in chosen;
  const query = byIds ? '' : `?${withExpected(toSearch(filtersOf(chosen.query)), chosen.total)}`;
  const body = byIds ? { ids: chosen.entries.map((entry) => entry.id), ...patch } : patch;
  return [
    `curl -X PATCH '${location.origin}/api/v1/${kind.register}${query}'`,
    `  -H "Authorization: Bearer $TOKEN"`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n');
}

function listing(kind: Kind, chosen: Chosen): string {
  const query = 'entries' in chosen ? toSearch({ id: chosen.entries.map(({ id }) => id) }) : toSearch(chosen.query);
  return [
    `curl '${location.origin}/api/v1/${kind.register}${query && `?${query}`}'`,
    `  -H "Authorization: Bearer $TOKEN"`,
  ].join(' \\\n');
}

function withExpected(search: string, total: number): string {
  return `${search}${search && '&'}expected_total=${total}`;
}

/** For a shell: in single quotes, in which only they themselves mean something. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
