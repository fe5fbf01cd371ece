import { Code, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Call, curl, lastAct, lastList } from '../../api/calls';
import { CopyButton } from '../../ui/copy';
import { filtersOf, toSearch } from '../filters/query';
import type { Kind } from '../kind';
import type { Chosen } from './bulk';

interface Way {
  label: string;
  calls: readonly Call[];
}

/** The last change as a call of the API, or the list of the register when nothing was changed yet. */
export function LastCall({ onClose }: { onClose: () => void }) {
  const act = lastAct();
  const list = { label: 'The list', calls: [lastList()] };
  return (
    <ApiCall ways={act.length > 0 ? [{ label: 'The last change', calls: act }, list] : [list]} onClose={onClose} />
  );
}

/** What is selected as a call of the API, to be put into a script. */
export function CallOfChosen({ kind, chosen, onClose }: { kind: Kind; chosen: Chosen; onClose: () => void }) {
  return (
    <ApiCall
      ways={[
        { label: 'Change them', calls: [changing(kind, chosen)] },
        { label: 'List them', calls: [listing(kind, chosen)] },
      ]}
      onClose={onClose}
    />
  );
}

function ApiCall({ ways, onClose }: { ways: readonly Way[]; onClose: () => void }) {
  const [at, setAt] = useState('0');
  const text = curl(ways[Number(at)]?.calls ?? []);
  return (
    <Modal opened onClose={onClose} title="As an API call" size="lg">
      <Stack>
        {ways.length > 1 && (
          <SegmentedControl
            value={at}
            onChange={setAt}
            data={ways.map(({ label }, index) => ({ value: String(index), label }))}
          />
        )}
        <Text size="sm">
          Set <Code>$TOKEN</Code> to an access token first. Get one from a service account or use a personal access
          token.
        </Text>
        <Code block tabIndex={0} mah={420} style={{ overflow: 'auto' }}>
          {text}
        </Code>
        <Group justify="flex-end">
          <CopyButton text={text} />
        </Group>
      </Stack>
    </Modal>
  );
}

function changing(kind: Kind, chosen: Chosen): Call {
  const byIds = 'entries' in chosen;
  // What to change is not said yet: one that shows how.
  const patch = { status: 'Review' };
  return {
    method: 'PATCH',
    path: pathOf(kind, byIds ? '' : toSearch({ ...filtersOf(chosen.query), expected_total: String(chosen.total) })),
    headers: [['content-type', 'application/merge-patch+json']],
    body: JSON.stringify(byIds ? { ids: chosen.entries.map((entry) => entry.id), ...patch } : patch),
  };
}

function listing(kind: Kind, chosen: Chosen): Call {
  const query = 'entries' in chosen ? toSearch({ id: chosen.entries.map(({ id }) => id) }) : toSearch(chosen.query);
  return { method: 'GET', path: pathOf(kind, query), headers: [], body: null };
}

function pathOf(kind: Kind, search: string): string {
  return `/api/v1/${kind.register}${search && `?${search}`}`;
}
