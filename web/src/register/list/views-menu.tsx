import { Button, Checkbox, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconUsers } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { ProblemError } from '../../api/problem';
import type { View } from '../../api/types';
import { useSession } from '../../session/session';
import type { Query } from '../api';
import { failed } from '../changing';
import { toSearch } from '../filters/query';
import type { Kind } from '../kind';

interface Props {
  kind: Kind;
  query: Query;
  columns: readonly string[];
  onOpen: (view: View) => void;
}

export function useViews(register: 'incidents' | 'risks') {
  return useQuery({
    queryKey: ['views', register],
    staleTime: 60_000,
    queryFn: async () =>
      (await body(api.GET('/v1/views', { params: { query: { register, page_size: 200 } } }))).results,
  });
}

/** Lists that somebody wants to see again: one's own, and those that others share. */
export function ViewsMenu({ kind, query, columns, onOpen }: Props) {
  const { user } = useSession();
  const queries = useQueryClient();
  const views = useViews(kind.register);
  const [saving, setSaving] = useState(false);
  const current = views.data?.find((view) => view.query === toSearch(query));
  const mine = current?.owner?.id === user.id ? current : undefined;

  const remove = async (view: View) => {
    try {
      await body(api.DELETE('/v1/views/{id}', { params: { path: { id: view.id } } }));
      await queries.invalidateQueries({ queryKey: ['views'] });
    } catch (error) {
      failed('The view was not deleted', error);
    }
  };

  return (
    <>
      <Menu position="bottom-start" shadow="md" width={260}>
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconBookmark size={15} />}
            styles={{ label: { maxWidth: 180, overflow: 'hidden', textOverflow: 'ellipsis' } }}
          >
            {current?.name ?? 'Views'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(views.data ?? []).length === 0 && (
            <Text size="xs" c="dimmed" p="xs">
              Filter the list, then save it here as a view.
            </Text>
          )}
          {(views.data ?? []).map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => onOpen(view)}
              fw={view === current ? 600 : undefined}
              rightSection={view.shared ? <IconUsers size={13} aria-label="shared" /> : undefined}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>Save this list as a view …</Menu.Item>
          {mine && (
            <Menu.Item color="red" onClick={() => remove(mine)}>
              Delete “{mine.name}”
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {saving && <SaveView kind={kind} query={query} columns={columns} onClose={() => setSaving(false)} />}
    </>
  );
}

function SaveView({ kind, query, columns, onClose }: Omit<Props, 'onOpen'> & { onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const values = { name, register: kind.register, query: toSearch(query), columns: columnsOf(columns), shared };
      await body(api.POST('/v1/views', { body: values }));
      await queries.invalidateQueries({ queryKey: ['views'] });
      onClose();
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <Modal opened onClose={onClose} title="Save this list as a view">
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={
              error instanceof ProblemError ? (error.of('name') ?? error.detail) : error ? String(error) : null
            }
            maxLength={100}
            required
            data-autofocus
          />
          <Checkbox
            label="Share with everyone in the organization"
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Save</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function columnsOf(columns: readonly string[]): string[] {
  return columns.filter((name) => !['comments', 'links'].includes(name));
}
