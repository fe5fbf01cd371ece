import { Button, Group, Menu, Modal, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { api, body } from '../api/client';
import { useTags } from '../api/directory';
import { explain } from '../api/problem';
import type { TagUse } from '../api/types';
import { INCIDENTS } from '../incident/kind';
import { useShown } from '../register/changing';
import { useCan } from '../session/session';
import { TagChip } from '../ui/marks';
import { Empty, Failed, PageLoading } from '../ui/states';

type Act = { what: 'rename' | 'merge' | 'delete'; tag: TagUse } | { what: 'new' };

export default function Tags() {
  const tags = useTags();
  const writable = useCan()('tags:write');
  const [act, setAct] = useState<Act | null>(null);
  const [wanted, setWanted] = useState('');
  if (tags.error) {
    return <Failed error={tags.error} />;
  }
  if (!tags.data) {
    return <PageLoading />;
  }
  const shown = tags.data.filter((tag) => tag.content.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <>
      <Group mb="sm" justify="space-between">
        <TextInput
          size="xs"
          w={240}
          placeholder="Find a tag"
          aria-label="Find a tag"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        {writable && (
          <Button size="xs" onClick={() => setAct({ what: 'new' })}>
            New tag
          </Button>
        )}
      </Group>
      {tags.data.length === 0 ? (
        <Empty title="No tags yet">A tag is created when it is first added to an incident or a risk.</Empty>
      ) : (
        <Table fz={13} verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Tag</Table.Th>
              <Table.Th w={110}>Incidents</Table.Th>
              <Table.Th w={90}>Risks</Table.Th>
              <Table.Th w={50}>
                <span className="unseen">More</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((tag) => (
              <Table.Tr key={tag.id}>
                <Table.Td>
                  <TagChip label={tag.content} />
                </Table.Td>
                <Table.Td>
                  <Link to={`/incidents?tags=${encodeURIComponent(tag.content)}`}>
                    {tag.incident_count.toLocaleString()}
                  </Link>
                </Table.Td>
                <Table.Td>
                  <Link to={`/risks?tags=${encodeURIComponent(tag.content)}`}>
                    {tag.risk_count.toLocaleString()}
                  </Link>
                </Table.Td>
                <Table.Td>
                  {writable && (
                    <Menu position="bottom-end">
                      <Menu.Target>
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          color="gray"
                          aria-label={`Actions for ${tag.content}`}
                        >
                          <IconDots size={15} />
                        </Button>
                      </Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item onClick={() => setAct({ what: 'rename', tag })}>Rename …</Menu.Item>
                        <Menu.Item onClick={() => setAct({ what: 'merge', tag })}>Merge into another …</Menu.Item>
                        <Menu.Item color="red" onClick={() => setAct({ what: 'delete', tag })}>
                          Delete …
                        </Menu.Item>
                      </Menu.Dropdown>
                    </Menu>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {act && <TagDialog act={act} tags={tags.data} onClose={() => setAct(null)} />}
    </>
  );
}

function TagDialog({ act, tags, onClose }: { act: Act; tags: TagUse[]; onClose: () => void }) {
  const queries = useQueryClient();
  const { refresh, told } = useShown(INCIDENTS);
  const tag = act.what === 'new' ? null : act.tag;
  const [label, setLabel] = useState(act.what === 'rename' ? act.tag.content : '');
  const [into, setInto] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const call = async (): Promise<unknown> => {
    const path = { path: { id: tag?.id ?? '' } };
    switch (act.what) {
      case 'new':
        return body(api.POST('/v1/tags', { body: { content: label } }));
      case 'rename':
        return body(api.PATCH('/v1/tags/{id}', { params: path, body: { content: label } }));
      case 'merge':
        return body(api.POST('/v1/tags/{id}/merge', { params: path, body: { into: into ?? '' } as never }));
      case 'delete':
        return body(api.DELETE('/v1/tags/{id}', { params: path }));
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const answer = (await call()) as { batch?: { id: string | null } } | undefined;
      await queries.invalidateQueries({ queryKey: ['tags'] });
      await refresh();
      if (act.what === 'merge' || act.what === 'delete') {
        told(
          `“${act.tag.content}” ${act.what === 'merge' ? 'merged' : 'deleted'}`,
          answer?.batch?.id ? [answer.batch.id] : [],
        );
      }
      onClose();
    } catch (caught) {
      setError(caught);
    }
  };
  const titles = {
    new: 'New tag',
    rename: `Rename “${tag?.content}”`,
    merge: `Merge “${tag?.content}” into another`,
    delete: `Delete “${tag?.content}”?`,
  };
  const uses = tag
    ? `${tag.incident_count.toLocaleString()} incidents and ${tag.risk_count.toLocaleString()} risks have it.`
    : '';
  return (
    <Modal opened onClose={onClose} title={titles[act.what]}>
      <form onSubmit={submit}>
        <Stack>
          {act.what === 'merge' ? (
            <Select
              label="Into"
              description={`${uses} They get the other tag, and this one is deleted.`}
              searchable
              data={tags.filter((each) => each !== tag).map((each) => ({ value: each.id, label: each.content }))}
              value={into}
              onChange={setInto}
              error={error ? explain(error) : null}
              required
            />
          ) : act.what === 'delete' ? (
            <>
              <Text size="sm">{uses} It is removed from all of them. You can undo this under Recent changes.</Text>
              {error !== null && (
                <Text size="sm" c="var(--mantine-color-error)" role="alert">
                  {explain(error)}
                </Text>
              )}
            </>
          ) : (
            <TextInput
              label="Label"
              value={label}
              onChange={(event) => setLabel(event.currentTarget.value)}
              maxLength={100}
              error={error ? explain(error) : null}
              required
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={act.what === 'delete' ? 'red' : undefined}>
              {{ new: 'Create', rename: 'Rename', merge: 'Merge', delete: 'Delete' }[act.what]}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
