import { ActionIcon, Button, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body } from '../api/client';
import { useSources } from '../api/directory';
import { explain } from '../api/problem';
import type { Source } from '../api/types';
import { useCan } from '../session/session';

export default function Sources() {
  const can = useCan();
  return (
    <Stack gap="xl">
      <Text size="sm" c="dimmed">
        Where incidents and risks come from. An inactive source stays on existing entries.
      </Text>
      <Of register="incidents" title="Incident sources" />
      {can('risks:read') && <Of register="risks" title="Risk sources" />}
    </Stack>
  );
}

function Of({ register, title }: { register: 'incidents' | 'risks'; title: string }) {
  const queries = useQueryClient();
  const manages = useCan()('organization:manage');
  const kept = useSources(register);
  const [sources, setSources] = useState<Source[]>([]);
  const [name, setName] = useState('');
  const [error, setError] = useState<unknown>(null);
  useEffect(() => setSources(kept.data ?? []), [kept.data]);
  const isChanged = JSON.stringify(sources) !== JSON.stringify(kept.data ?? []);

  const change = (at: number, to: Source | null) =>
    setSources(sources.flatMap((source, index) => (index === at ? (to ? [to] : []) : [source])));
  const move = (at: number, to: number) => {
    const next = [...sources];
    [next[at], next[to]] = [next[to] as Source, next[at] as Source];
    setSources(next);
  };
  const save = async () => {
    try {
      const path = `/v1/${register}/sources` as '/v1/incidents/sources';
      await body(api.PUT(path, { body: { sources } }));
      setError(null);
      await queries.invalidateQueries({ queryKey: ['sources', register] });
      notifications.show({ message: 'Sources saved' });
    } catch (caught) {
      setError(caught);
    }
  };

  return (
    <section aria-label={title}>
      <Title order={2} size="h6" mb="xs">
        {title}
      </Title>
      <Stack gap={4} maw={520}>
        {sources.map((source, index) => (
          <Group key={source.name} justify="space-between" wrap="nowrap">
            <Checkbox
              label={source.name}
              size="xs"
              checked={source.active}
              disabled={!manages}
              onChange={(event) => change(index, { ...source, active: event.currentTarget.checked })}
            />
            {manages && (
              <Group gap={2} wrap="nowrap">
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${source.name} up`}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${source.name} down`}
                  disabled={index === sources.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={14} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove ${source.name}`}
                  onClick={() => change(index, null)}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </Group>
            )}
          </Group>
        ))}
        {manages && (
          <Group gap="xs" mt="xs" align="flex-start">
            <TextInput
              size="xs"
              flex={1}
              placeholder="New source"
              aria-label={`Add to ${title.toLowerCase()}`}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.currentTarget.value)}
              error={error ? explain(error) : null}
            />
            <Button
              size="xs"
              variant="default"
              disabled={name.trim() === ''}
              onClick={() => {
                setSources([...sources, { name: name.trim(), active: true }]);
                setName('');
              }}
            >
              Add
            </Button>
            <Button size="xs" disabled={!isChanged} onClick={save}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  );
}
