import { Button, Group, Modal, Stack, Table, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { components } from '../../generated/schema';
import { call } from '../api/access';
import { explain, ProblemError } from '../api/problem';
import type { Role } from '../api/types';
import { failed } from '../register/changing';
import { None } from '../ui/marks';
import { Empty, Failed, PageLoading } from '../ui/states';
import { When } from '../ui/when';
import { Once } from './once';
import { RolesInput } from './roles';
import classes from './settings.module.css';

type ServiceAccount = components['schemas']['ServiceAccount'];

/** Programs that read and write the registers, and their secrets. */
export default function Machines() {
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<{ title: string; secret: string } | null>(null);
  const accounts = useQuery({
    queryKey: ['service-accounts'],
    queryFn: () => call<{ results: ServiceAccount[] }>('GET', '/v1/service-accounts?page_size=200'),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['service-accounts'] });
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await changed();
    } catch (error) {
      failed('That did not work', error);
    }
  };
  const rotate = (account: ServiceAccount) =>
    attempt(async () => {
      const made = await call<{ client_secret: string }>('POST', `/v1/service-accounts/${account.id}/secrets`, {
        overlap_seconds: 86_400,
      });
      setSecret({
        title: `New secret for ${account.name}; the old one expires in a day`,
        secret: made.client_secret,
      });
    });

  if (accounts.error) {
    return <Failed error={accounts.error} />;
  }
  if (!accounts.data) {
    return <PageLoading />;
  }
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed">
          A program gets access tokens with the account’s id and secret, and has the permissions of its roles.
        </Text>
        <Button size="xs" onClick={() => setMaking(true)}>
          New service account
        </Button>
      </Group>
      {accounts.data.results.length === 0 ? (
        <Empty title="No service accounts">For example, create one for a SIEM that reports incidents.</Empty>
      ) : (
        <Table.ScrollContainer className={classes.stacking} minWidth={720}>
          <Table fz={13} verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Roles</Table.Th>
                <Table.Th>Last used</Table.Th>
                <Table.Th w={220}>
                  <span className="unseen">Change</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {accounts.data.results.map((account) => (
                <Table.Tr key={account.id}>
                  <Table.Td>
                    {account.name}
                    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                      {account.client_id}
                    </Text>
                  </Table.Td>
                  <Table.Td>{account.active ? account.roles.join(', ') : 'Disabled'}</Table.Td>
                  <Table.Td>
                    {account.last_used_date ? <When at={account.last_used_date} /> : <None>never</None>}
                  </Table.Td>
                  <Table.Td>
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      <Button size="compact-xs" variant="default" onClick={() => rotate(account)}>
                        New secret
                      </Button>
                      <Button
                        size="compact-xs"
                        variant="default"
                        onClick={() =>
                          attempt(() =>
                            call('PATCH', `/v1/service-accounts/${account.id}`, { active: !account.active }),
                          )
                        }
                      >
                        {account.active ? 'Disable' : 'Enable'}
                      </Button>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {making && (
        <NewAccount
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
            changed();
          }}
        />
      )}
      {secret && <Once {...secret} onClose={() => setSecret(null)} />}
    </>
  );
}

function NewAccount({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (secret: { title: string; secret: string }) => void;
}) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<Role[]>(['Incident Editor']);
  const [addresses, setAddresses] = useState('');
  const [error, setError] = useState<unknown>(null);
  const problem = error instanceof ProblemError ? error : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const allowed = addresses.split(/[\s,]+/).filter(Boolean);
      const made = await call<{ client_id: string; client_secret: string }>('POST', '/v1/service-accounts', {
        name,
        roles,
        ...(allowed.length > 0 ? { ip_allowlist: allowed } : {}),
      });
      onMade({ title: `Secret for ${name}`, secret: `${made.client_id}\n${made.client_secret}` });
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <Modal opened onClose={onClose} title="New service account">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            placeholder="SIEM forwarder"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem?.of('name')}
            required
            data-autofocus
          />
          <RolesInput value={roles} onChange={setRoles} error={problem?.of('roles') ?? null} />
          <Textarea
            label="Allowed addresses"
            description="One or more networks, such as 10.2.0.0/16. Empty allows any address."
            autosize
            value={addresses}
            onChange={(event) => setAddresses(event.currentTarget.value)}
            error={problem?.of('ip_allowlist')}
          />
          {error !== null && (!problem || problem.faults.length === 0) && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {explain(error)}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={roles.length === 0}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
