import { Button, Group, NativeSelect, Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../generated/schema';
import { call } from '../api/access';
import { Person } from '../ui/marks';
import { Empty, Failed, PageLoading } from '../ui/states';
import { When } from '../ui/when';
import classes from './settings.module.css';

type Schemas = components['schemas'];

interface AuditPage {
  results: Schemas['AuditEntry'][];
  pagination: Schemas['Pagination'];
}

const ACTIONS: Schemas['AuditAction'][] = [
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'token_issued',
  'token_refused',
  'token_reused',
  'user_created',
  'user_changed',
  'user_activated',
  'user_deactivated',
  'roles_changed',
  'invite_made',
  'invite_accepted',
  'password_changed',
  'password_reset_made',
  'password_reset',
  'second_factor_enabled',
  'second_factor_disabled',
  'session_ended',
  'service_account_created',
  'service_account_changed',
  'service_account_deleted',
  'secret_rotated',
  'personal_token_created',
  'personal_token_revoked',
  'organization_created',
  'organization_changed',
  'sources_changed',
  'exported',
  'deleted',
];

/** Sign-ins, failures, and changes of users, roles, secrets and settings. */
export default function Audit() {
  const [action, setAction] = useState('');
  const log = useInfiniteQuery({
    queryKey: ['audit', action],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ page_size: '100' });
      if (action) {
        query.set('action', action);
      }
      if (pageParam) {
        query.set('cursor', pageParam);
      }
      return call<AuditPage>('GET', `/v1/audit-log?${query}`);
    },
    getNextPageParam: (last) => last.pagination.next_cursor,
  });
  const rows = log.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <>
      <Group mb="sm" justify="space-between">
        <NativeSelect
          size="xs"
          w={240}
          aria-label="Filter by action"
          value={action}
          onChange={(event) => setAction(event.currentTarget.value)}
          data={[{ value: '', label: 'All actions' }, ...ACTIONS]}
        />
        <Button size="xs" variant="default" component="a" href="/api/v1/audit-log/export?format=jsonl" download>
          Export
        </Button>
      </Group>
      {log.error ? (
        <Failed error={log.error} />
      ) : log.isPending ? (
        <PageLoading />
      ) : rows.length === 0 ? (
        <Empty title="No log entries">Sign-ins and changes of users, secrets and settings are recorded here.</Empty>
      ) : (
        <Table.ScrollContainer className={classes.stacking} minWidth={680}>
          <Table fz={13} verticalSpacing={5}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                <Table.Th>Who</Table.Th>
                <Table.Th>Action</Table.Th>
                <Table.Th>About</Table.Th>
                <Table.Th>From</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((entry) => (
                <Table.Tr key={entry.id}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>
                    <When at={entry.at} />
                  </Table.Td>
                  <Table.Td>
                    <Person user={entry.actor} none="–" />
                  </Table.Td>
                  <Table.Td>{entry.action}</Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{plain(entry.subject)}</Table.Td>
                  <Table.Td>{entry.address}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {log.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" onClick={() => log.fetchNextPage()}>
          Load older
        </Button>
      )}
    </>
  );
}

function plain(value: unknown): string {
  return value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
