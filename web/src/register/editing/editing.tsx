import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { ProblemError } from '../../api/problem';
import { fetchEntry, type Patch, patchEntry } from '../api';
import { failed, useShown } from '../changing';
import { shownValue } from '../fields/shown-value';
import { type Entry, fieldOf, type Kind, labelOf, valueIn } from '../kind';

interface Conflict {
  kind: Kind;
  seen: Entry;
  now: Entry;
  patch: Patch;
  settle: (entry: Entry | null) => void;
}

type Edit = (kind: Kind, entry: Entry, patch: Patch) => Promise<Entry | null>;

const EditingContext = createContext<Edit>(() => Promise.resolve(null));

/**
 * Changes one entry and shows it. When somebody was faster, asks what to do; null is "leave theirs". What is wrong with
 * the change itself is thrown.
 */
export function useEdit(kind: Kind): (entry: Entry, patch: Patch) => Promise<Entry | null> {
  const edit = useContext(EditingContext);
  const { show } = useShown(kind);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it calls does the same at every render
  return useCallback(
    async (entry, patch) => {
      const after = await edit(kind, entry, patch);
      if (after) {
        show([after]);
      }
      return after;
    },
    [kind, edit],
  );
}

export function EditingProvider({ children }: { children: ReactNode }) {
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const edit = useMemo<Edit>(() => {
    const attempt: Edit = async (kind, entry, patch) => {
      try {
        return await patchEntry(kind, entry, patch);
      } catch (error) {
        if (error instanceof ProblemError && error.status === 412) {
          const now = await fetchEntry(kind, entry.id);
          return overlaps(entry, now, patch)
            ? new Promise((settle) => setConflict({ kind, seen: entry, now, patch, settle }))
            : attempt(kind, now, patch);
        }
        throw error;
      }
    };
    return attempt;
  }, []);

  const settle = async (mine: boolean) => {
    if (!conflict) {
      return;
    }
    setConflict(null);
    try {
      conflict.settle(mine ? await edit(conflict.kind, conflict.now, conflict.patch) : conflict.now);
    } catch (error) {
      failed('Not changed', error);
      conflict.settle(conflict.now);
    }
  };

  return (
    <EditingContext value={edit}>
      {children}
      {conflict && <ConflictDialog conflict={conflict} onSettle={settle} />}
    </EditingContext>
  );
}

/** Whether somebody else has changed one of the very fields. Changes of others do not matter. */
function overlaps(seen: Entry, now: Entry, patch: Patch): boolean {
  return Object.keys(patch).some(
    (name) => JSON.stringify(valueIn(seen, name)) !== JSON.stringify(valueIn(now, name)),
  );
}

function ConflictDialog({ conflict, onSettle }: { conflict: Conflict; onSettle: (mine: boolean) => void }) {
  const { kind, now, patch } = conflict;
  const by = now.values.updated_by;
  return (
    <Modal opened onClose={() => onSettle(false)} title={`${now.id} was changed by someone else`} size="lg">
      <Stack>
        <Text size="sm">
          {by ? `${by.first_name} ${by.last_name}`.trim() : 'Somebody'} changed the same fields while you were
          editing. Which values do you want to keep?
        </Text>
        <Table.ScrollContainer minWidth={420}>
          <Table layout="fixed">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={130}>Field</Table.Th>
                <Table.Th>Theirs (current)</Table.Th>
                <Table.Th>Yours</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {Object.entries(patch).map(([name, value]) => (
                <Table.Tr key={name}>
                  <Table.Td>{labelOf(kind, name)}</Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    {shownValue(valueIn(now, name), fieldOf(kind, name))}
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{shownValue(value, fieldOf(kind, name))}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onSettle(false)}>
            Keep theirs
          </Button>
          <Button onClick={() => onSettle(true)}>Use mine</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
