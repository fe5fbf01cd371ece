import { Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/access';
import { fullName, useUsers } from '../api/directory';
import { explain, ProblemError } from '../api/problem';
import type { Role, UserAccount } from '../api/types';
import { failed } from '../register/changing';
import { useCan, useSession } from '../session/session';
import { Person } from '../ui/marks';
import { Failed, PageLoading } from '../ui/states';
import { Once } from './once';
import { RolesInput } from './roles';
import classes from './settings.module.css';

type Link = { title: string; url: string; expires_date: string };

export default function Team() {
  const users = useUsers();
  const queries = useQueryClient();
  const { user: me } = useSession();
  const manages = useCan()('users:manage');
  const [editing, setEditing] = useState<UserAccount | 'new' | null>(null);
  const [link, setLink] = useState<Link | null>(null);
  if (users.error) {
    return <Failed error={users.error} />;
  }
  if (!users.data) {
    return <PageLoading />;
  }
  const people = users.data.filter((user) => user.kind === 'person');
  const changed = () => queries.invalidateQueries({ queryKey: ['users'] });

  const reset = async (user: UserAccount) => {
    try {
      const made = await call<{ url: string; expires_date: string }>(
        'POST',
        `/v1/users/${user.id}/password-reset`,
        {},
      );
      setLink({ title: `Password reset for ${fullName(user)}`, ...made });
    } catch (error) {
      failed('No link was created', error);
    }
  };
  const setActive = async (user: UserAccount, active: boolean) => {
    try {
      await call('PATCH', `/v1/users/${user.id}`, { active });
      await changed();
    } catch (error) {
      failed('Not changed', error);
    }
  };

  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed">
          A deactivated user cannot sign in; their name stays on past actions.
        </Text>
        {manages && (
          <Button size="xs" onClick={() => setEditing('new')}>
            Invite a user
          </Button>
        )}
      </Group>
      <Table.ScrollContainer className={classes.stacking} minWidth={620}>
        <Table fz={13} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Email</Table.Th>
              <Table.Th>Roles</Table.Th>
              <Table.Th w={250}>
                <span className="unseen">Change</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {people.map((user) => (
              <Table.Tr key={user.id}>
                <Table.Td>
                  <Person user={user} />
                </Table.Td>
                <Table.Td>{user.email}</Table.Td>
                <Table.Td>{user.active ? user.roles.join(', ') : 'Deactivated'}</Table.Td>
                <Table.Td>
                  {manages && user.id !== me.id && (
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      <Button size="compact-xs" variant="default" onClick={() => setEditing(user)}>
                        Edit
                      </Button>
                      {user.active && (
                        <Button size="compact-xs" variant="default" onClick={() => reset(user)}>
                          New password
                        </Button>
                      )}
                      <Button size="compact-xs" variant="default" onClick={() => setActive(user, !user.active)}>
                        {user.active ? 'Deactivate' : 'Activate'}
                      </Button>
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {editing && (
        <PersonDialog
          user={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onDone={(made) => {
            setEditing(null);
            setLink(made);
            changed();
          }}
        />
      )}
      {link && (
        <Once title={link.title} secret={link.url} until={link.expires_date} onClose={() => setLink(null)} />
      )}
    </>
  );
}

function PersonDialog({
  user,
  onClose,
  onDone,
}: {
  user: UserAccount | null;
  onClose: () => void;
  onDone: (link: Link | null) => void;
}) {
  const [values, setValues] = useState({
    email: user?.email ?? '',
    first_name: user?.first_name ?? '',
    last_name: user?.last_name ?? '',
  });
  const [roles, setRoles] = useState<Role[]>(user?.roles ?? ['Editor']);
  const [error, setError] = useState<unknown>(null);
  const problem = error instanceof ProblemError ? error : null;
  const field = (name: keyof typeof values, label: string) => (
    <TextInput
      label={label}
      value={values[name]}
      onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
      error={problem?.of(name)}
      required
    />
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      if (user) {
        await call('PATCH', `/v1/users/${user.id}`, { ...values, roles });
        onDone(null);
      } else {
        const made = await call<{ invite_url: string; expires_date: string }>('POST', '/v1/users', {
          ...values,
          roles,
        });
        onDone({
          title: `Invitation for ${values.first_name}`,
          url: made.invite_url,
          expires_date: made.expires_date,
        });
      }
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <Modal opened onClose={onClose} title={user ? fullName(user) : 'Invite a user'}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {field('email', 'Email')}
          <Group grow>
            {field('first_name', 'First name')}
            {field('last_name', 'Last name')}
          </Group>
          <RolesInput value={roles} onChange={setRoles} error={problem?.of('roles') ?? null} />
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
              {user ? 'Save' : 'Invite'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
