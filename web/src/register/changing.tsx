import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { asOneAct, curl, lastAct } from '../api/calls';
import { explain } from '../api/problem';
import { CopyIcon } from '../ui/copy';
import { fetchEntry, type Page, undo } from './api';
import { counted, type Entry, type Kind } from './kind';

type Pages = InfiniteData<Page, string | null>;

/** Puts entries as they now are wherever they are shown, and tells of what was done, with a way back. */
export function useShown(kind: Kind) {
  const queries = useQueryClient();

  const show = (entries: Entry[]) => {
    if (entries.length === 0) {
      return;
    }
    const now = new Map(entries.map((entry) => [entry.id, { ...entry, changes: undefined }]));
    // Other lists under the same key are asked for anew.
    queries.setQueriesData<Pages>({ queryKey: ['list', kind.register] }, (pages) =>
      Array.isArray(pages?.pages)
        ? {
            ...pages,
            pages: pages.pages.map((page) => ({
              ...page,
              entries: page.entries.map((entry) => now.get(entry.id) ?? entry),
            })),
          }
        : pages,
    );
    for (const [id, entry] of now) {
      queries.setQueryData(['entry', kind.register, id], entry);
      queries.invalidateQueries({ queryKey: ['history', kind.register, id] });
    }
  };

  /** After what may have moved entries into or out of lists. */
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['list', kind.register] }),
      queries.invalidateQueries({ queryKey: ['entry', kind.register] }),
      queries.invalidateQueries({ queryKey: ['history', kind.register] }),
      queries.invalidateQueries({ queryKey: ['tags'] }),
      queries.invalidateQueries({ queryKey: ['metrics'] }),
      queries.invalidateQueries({ queryKey: ['batches'] }),
    ]);

  const reload = async (id: string) => {
    const entry = await fetchEntry(kind, id);
    show([entry]);
    return entry;
  };

  /** Tells what was done, with the way back. Several batches of one act are taken back in reverse order. */
  const told = (message: string, batches: string[], more?: { label: string; act: () => void }) => {
    const id = `done-${batches[0] ?? message}`;
    const calls = lastAct();
    notifications.show({
      id,
      autoClose: 12_000,
      withBorder: true,
      message: (
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text size="sm">{message}</Text>
          <Group wrap="nowrap" gap={4}>
            {calls.length > 0 && <CopyIcon text={() => curl(calls)} label="Copy as API call" />}
            {more && (
              <Button
                size="compact-sm"
                variant="light"
                onClick={() => {
                  notifications.hide(id);
                  more.act();
                }}
              >
                {more.label}
              </Button>
            )}
            {batches.length > 0 && (
              <Button
                size="compact-sm"
                variant="light"
                onClick={() => {
                  notifications.hide(id);
                  takeBack(batches);
                }}
              >
                Undo
              </Button>
            )}
          </Group>
        </Group>
      ),
    });
  };

  const takeBack = async (batches: string[]) => {
    const undone: string[] = [];
    const left: string[] = [];
    let back = 0;
    try {
      await asOneAct(async () => {
        for (const batch of [...batches].reverse()) {
          const result = await undo(batch);
          show(result.entries);
          back += result.batch.updated;
          if (result.batch.id) {
            undone.push(result.batch.id);
          }
          left.push(...result.failures.map((failure) => `${failure.id}: ${failure.detail}`));
        }
      });
      told(`Restored ${counted(kind, back)}`, undone);
    } catch (error) {
      failed('Not everything was restored', error);
    }
    if (left.length > 0) {
      notifications.show({
        color: 'yellow',
        title: 'Not changed',
        message: left.slice(0, 5).join('\n') + (left.length > 5 ? `\n… and ${left.length - 5} more` : ''),
        autoClose: false,
      });
    }
    await refresh();
  };

  return { show, refresh, reload, told, takeBack };
}

export function failed(title: string, error: unknown) {
  notifications.show({ color: 'red', title, message: explain(error), autoClose: 10_000, withBorder: true });
}
