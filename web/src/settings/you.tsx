import {
  Button,
  Code,
  Group,
  NativeSelect,
  PasswordInput,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/access';
import { api, body } from '../api/client';
import { fullName } from '../api/directory';
import { explain, ProblemError } from '../api/problem';
import { failed } from '../register/changing';
import { useSession } from '../session/session';
import { When } from '../ui/when';
import { Once } from './once';

/** One's own password, second factor, sessions and tokens. */
export default function You() {
  const { user, roles, organization, password } = useSession();
  return (
    <Stack gap="xl">
      <Text size="sm">
        {fullName(user)}, {user.email}. {roles.join(', ')} at {organization.name}.
      </Text>
      {password && <Password />}
      <SecondFactor />
      <Sessions />
      <Tokens />
    </Stack>
  );
}

function Password() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [error, setError] = useState<unknown>(null);
  const problem = error instanceof ProblemError ? error : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await call('PUT', '/v1/users/me/password', { current_password: current, password: next });
      setCurrent('');
      setNext('');
      setError(null);
      notifications.show({ message: 'Password changed; your other sessions have ended' });
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <section aria-label="Password">
      <Title order={2} size="h6" mb="xs">
        Password
      </Title>
      <form onSubmit={submit}>
        <Stack gap="xs" maw={320}>
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={problem?.of('current_password')}
            required
          />
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            error={problem?.of('password') ?? (problem && problem.faults.length === 0 ? problem.detail : null)}
            required
          />
          <Group>
            <Button type="submit" size="xs">
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

function SecondFactor() {
  const session = useSession();
  const queries = useQueryClient();
  const [secret, setSecret] = useState<{ secret: string; otpauth_uri: string } | null>(null);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [codes, setCodes] = useState<string[] | null>(null);
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await queries.invalidateQueries({ queryKey: ['session'] });
    } catch (error) {
      failed('That did not work', error);
    }
  };
  return (
    <section aria-label="Second factor">
      <Title order={2} size="h6" mb="xs">
        Second factor
      </Title>
      {session.second_factor ? (
        <Group align="flex-end" gap="xs">
          <PasswordInput
            label="On. Enter your password to switch it off"
            w={320}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button
            size="sm"
            variant="default"
            onClick={() => attempt(() => call('DELETE', '/v1/users/me/second-factor', { password }))}
          >
            Switch off
          </Button>
        </Group>
      ) : secret ? (
        <Stack gap="xs" maw={420}>
          <Text size="sm">Enter this key in your authenticator app, then enter the six-digit code it shows.</Text>
          <Code block tabIndex={0}>
            {secret.secret}
          </Code>
          <Group gap="xs" align="flex-end">
            <TextInput
              label="Code"
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <Button
              onClick={() =>
                attempt(async () => {
                  const made = await call<{ recovery_codes: string[] }>('PUT', '/v1/users/me/second-factor', {
                    code,
                  });
                  setSecret(null);
                  setCodes(made.recovery_codes);
                })
              }
            >
              Switch on
            </Button>
          </Group>
        </Stack>
      ) : (
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={() => attempt(async () => setSecret(await call('POST', '/v1/users/me/second-factor')))}
          >
            Set up an authenticator
          </Button>
        </Group>
      )}
      {codes && (
        <Once title="Recovery codes, each valid once" secret={codes.join('\n')} onClose={() => setCodes(null)} />
      )}
    </section>
  );
}

function Sessions() {
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: async () => (await body(api.GET('/v1/users/me/sessions'))).results,
  });
  const end = async (id: string) => {
    try {
      await call('DELETE', `/v1/users/me/sessions/${id}`);
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    } catch (error) {
      failed('Not ended', error);
    }
  };
  return (
    <section aria-label="Sessions">
      <Title order={2} size="h6" mb="xs">
        Where you are signed in
      </Title>
      <Table fz={13}>
        <Table.Tbody>
          {(sessions.data ?? []).map((session) => (
            <Table.Tr key={session.id}>
              <Table.Td>
                {browser(session.user_agent)} {session.address}
              </Table.Td>
              <Table.Td>
                <When at={session.last_used_date} />
              </Table.Td>
              <Table.Td ta="right">
                {session.current ? (
                  <Text size="xs" c="dimmed">
                    This session
                  </Text>
                ) : (
                  <Button size="compact-xs" variant="default" onClick={() => end(session.id)}>
                    End
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function browser(agent: string | null): string {
  return agent?.match(/(Firefox|Edg|Chrome|Safari)\/\d+/)?.[0]?.replace('/', ' ') ?? 'A program';
}

const DAYS = ['30', '90', '365'];

function Tokens() {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [made, setMade] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const tokens = useQuery({
    queryKey: ['tokens'],
    queryFn: async () => (await body(api.GET('/v1/users/me/tokens'))).tokens,
  });
  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const expires_date = new Date(Date.now() + Number(days) * 86_400_000).toISOString();
      const { token } = await body(api.POST('/v1/users/me/tokens', { body: { name, expires_date } }));
      setMade(token);
      setName('');
      setProblem(null);
      await queries.invalidateQueries({ queryKey: ['tokens'] });
    } catch (error) {
      setProblem(explain(error));
    }
  };
  const remove = async (id: string) => {
    try {
      await body(api.DELETE('/v1/users/me/tokens/{id}', { params: { path: { id } } }));
      await queries.invalidateQueries({ queryKey: ['tokens'] });
    } catch (error) {
      failed('The token was not deleted', error);
    }
  };
  return (
    <section aria-label="Personal access tokens">
      <Title order={2} size="h6" mb="xs">
        Personal access tokens
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        For your own scripts, with your permissions.
      </Text>
      <Table fz={13} mb="xs">
        <Table.Tbody>
          {(tokens.data ?? []).map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>
                {token.name}{' '}
                <Text span size="xs" c="dimmed">
                  {token.hint}
                </Text>
              </Table.Td>
              <Table.Td>{token.last_used_date ? <When at={token.last_used_date} /> : 'never used'}</Table.Td>
              <Table.Td>{token.expires_date && <>until {<When at={token.expires_date} as="day" />}</>}</Table.Td>
              <Table.Td ta="right">
                <Button size="compact-xs" variant="default" onClick={() => remove(token.id)}>
                  Delete
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <form onSubmit={make}>
        <Group gap="xs" align="flex-start">
          <TextInput
            size="xs"
            placeholder="Purpose"
            aria-label="Token purpose"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem}
            required
          />
          <NativeSelect
            size="xs"
            aria-label="Validity"
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
            data={DAYS.map((each) => ({ value: each, label: `${each} days` }))}
          />
          <Button size="xs" type="submit" variant="default">
            New token
          </Button>
        </Group>
      </form>
      {made && <Once title="Your token" secret={made} onClose={() => setMade(null)} />}
    </section>
  );
}
