import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { asOneAct } from '../../api/calls';
import { deleteMany } from '../api';
import { failed, useShown } from '../changing';
import { filtersOf } from '../filters/query';
import { counted, type Kind } from '../kind';
import { type Chosen, fetchAll, sizeOf } from './bulk';

const CHUNK = 1_000;

/** Deletes what is selected, once its number is typed in: too many by a slip would be noticed there. */
export default function BulkDelete({
  kind,
  chosen,
  onClose,
  onDeleted,
}: {
  kind: Kind;
  chosen: Chosen;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const { refresh, told } = useShown(kind);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const count = sizeOf(chosen);
  // The operation takes ids alone.
  const ids = useQuery({
    queryKey: ['ids', kind.register, chosen],
    queryFn: async () =>
      ('entries' in chosen ? chosen.entries : await fetchAll(kind, filtersOf(chosen.query), count + 1)).map(
        (entry) => entry.id,
      ),
    gcTime: 0,
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ids.data) {
      return;
    }
    setBusy(true);
    const batches: string[] = [];
    let deleted = 0;
    try {
      const all = ids.data;
      await asOneAct(async () => {
        for (let at = 0; at < all.length; at += CHUNK) {
          const { batch } = await deleteMany(kind, all.slice(at, at + CHUNK));
          deleted += batch.updated;
          if (batch.id) {
            batches.push(batch.id);
          }
        }
      });
      told(`${counted(kind, deleted)} deleted`, batches);
      onDeleted();
    } catch (error) {
      failed('Not deleted', error);
    } finally {
      setBusy(false);
      await refresh();
    }
  };

  const found = ids.data?.length;
  return (
    <Modal opened onClose={onClose} title={`Delete ${counted(kind, found ?? count)}?`}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">
            They disappear from all lists. Their history is kept, and you can undo the deletion here or later under
            Settings, Recent changes.
          </Text>
          {found === undefined ? (
            <Loader size="sm" aria-label="Counting" />
          ) : (
            <TextInput
              label={`Type ${found} to confirm`}
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              color="red"
              loading={busy}
              disabled={found === undefined || typed.trim() !== String(found)}
            >
              Delete
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
