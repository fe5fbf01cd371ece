import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell, IconBellFilled, IconChevronDown, IconChevronUp, IconDots, IconLink } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fullName } from '../../api/directory';
import { deleteMany, fetchFollowing, setFollowing } from '../api';
import { failed, useShown } from '../changing';
import type { Entry, Kind } from '../kind';

interface Props {
  kind: Kind;
  entry: Entry;
  writable: boolean;
  place: string;
  onPrevious?: () => void;
  onNext?: () => void;
  onDeleted: () => void;
}

export function EntryActions({ kind, entry, writable, place, onPrevious, onNext, onDeleted }: Props) {
  const [deleting, setDeleting] = useState(false);
  const { told, refresh } = useShown(kind);

  const copyLink = async () => {
    await navigator.clipboard.writeText(`${location.origin}/${kind.register}/${entry.id}`);
    notifications.show({ message: 'Link copied', autoClose: 2_000 });
  };
  const remove = async () => {
    setDeleting(false);
    try {
      const { batch } = await deleteMany(kind, [entry.id]);
      onDeleted();
      told(`${entry.id} deleted`, batch.id ? [batch.id] : []);
      await refresh();
    } catch (error) {
      failed('Not deleted', error);
    }
  };

  return (
    <Group gap={4} wrap="nowrap">
      {place && (
        <Text size="xs" c="dimmed" mr={4} style={{ whiteSpace: 'nowrap' }}>
          {place}
        </Text>
      )}
      <Tooltip label="Previous (k)">
        <ActionIcon variant="default" aria-label="Previous" disabled={!onPrevious} onClick={onPrevious}>
          <IconChevronUp size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Next (j)">
        <ActionIcon variant="default" aria-label="Next" disabled={!onNext} onClick={onNext}>
          <IconChevronDown size={16} />
        </ActionIcon>
      </Tooltip>
      <Follow kind={kind} id={entry.id} />
      <Tooltip label="Copy link">
        <ActionIcon variant="default" aria-label="Copy link" onClick={copyLink}>
          <IconLink size={16} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => print()}>Print</Menu.Item>
          {writable && (
            <Menu.Item color="red" onClick={() => setDeleting(true)}>
              Delete …
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={deleting} onClose={() => setDeleting(false)} title={`Delete ${entry.id}?`}>
        <Stack>
          <Text size="sm">It disappears from all lists. Its history is kept, and you can undo the deletion.</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setDeleting(false)}>
              Cancel
            </Button>
            <Button color="red" onClick={remove} data-autofocus>
              Delete
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}

function Follow({ kind, id }: { kind: Kind; id: string }) {
  const queries = useQueryClient();
  const key = ['follow', kind.register, id];
  const state = useQuery({ queryKey: key, queryFn: () => fetchFollowing(kind, id) });
  const following = state.data?.following ?? false;
  const followers = state.data?.followers ?? [];
  const toggle = async () => {
    try {
      await setFollowing(kind, id, !following);
    } catch (error) {
      failed('That did not work', error);
    }
    await queries.invalidateQueries({ queryKey: key });
  };
  const who = followers.length > 0 ? `Followed by ${followers.map(fullName).join(', ')}` : 'Followed by nobody';
  return (
    <Tooltip label={who} multiline maw={260}>
      <Button
        size="compact-sm"
        h={28}
        variant="default"
        aria-pressed={following}
        leftSection={following ? <IconBellFilled size={14} /> : <IconBell size={14} />}
        onClick={toggle}
      >
        {following ? 'Following' : 'Follow'}
        {followers.length > 0 && ` · ${followers.length}`}
      </Button>
    </Tooltip>
  );
}
