import { ActionIcon, Table, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../api/client';
import { fullName } from '../api/directory';
import type { View } from '../api/types';
import { failed } from '../register/changing';
import { useViews } from '../register/list/views-menu';
import { useCan, useSession } from '../session/session';
import { Empty } from '../ui/states';

export default function Views() {
  const can = useCan();
  return (
    <>
      {can('incidents:read') && <Of register="incidents" />}
      {can('risks:read') && <Of register="risks" />}
    </>
  );
}

function Of({ register }: { register: 'incidents' | 'risks' }) {
  const { user, roles } = useSession();
  const queries = useQueryClient();
  const views = useViews(register);
  const remove = async (view: View) => {
    try {
      await body(api.DELETE('/v1/views/{id}', { params: { path: { id: view.id } } }));
      await queries.invalidateQueries({ queryKey: ['views'] });
    } catch (error) {
      failed('The view was not deleted', error);
    }
  };
  if ((views.data ?? []).length === 0) {
    return register === 'incidents' ? (
      <Empty title="No saved views of incidents">Filter a list, then save it with “Views” above it.</Empty>
    ) : null;
  }
  return (
    <Table fz={13} mb="xl">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{register === 'incidents' ? 'Incidents' : 'Risks'}</Table.Th>
          <Table.Th w={200}>Owner</Table.Th>
          <Table.Th w={50}>
            <span className="unseen">Delete</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {views.data?.map((view) => (
          <Table.Tr key={view.id}>
            <Table.Td>
              <Link to={`/${register}?${view.query}`}>{view.name}</Link>
            </Table.Td>
            <Table.Td>
              {view.owner ? fullName(view.owner as never) : ''}
              {view.shared && (
                <Text span size="xs" c="dimmed">
                  {' '}
                  shared
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              {((view.owner as { id: string } | null)?.id === user.id || roles.includes('Admin')) && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Delete ${view.name}`}
                  onClick={() => remove(view)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
