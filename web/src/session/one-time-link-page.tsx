import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { access, type OneTimeLink } from '../api/access';
import { explain, ProblemError } from '../api/problem';
import { useTitle } from '../ui/hooks';
import { Failed, PageLoading } from '../ui/states';
import { When } from '../ui/when';
import { FrontDoor } from './front-door';

const TITLES = {
  setup: 'Set up Blotter',
  invite: 'Welcome to Blotter',
  password_reset: 'Choose a new password',
} as const;

/** Where the link of a setup, an invitation or a forgotten password leads. */
export default function OneTimeLinkPage() {
  const { token: inPath } = useParams();
  const [query] = useSearchParams();
  const token = inPath ?? query.get('token') ?? '';
  const link = useQuery({ queryKey: ['link', token], queryFn: () => access.link(token), retry: false });
  useTitle(link.data ? TITLES[link.data.kind] : 'Link');
  if (link.data) {
    return (
      <FrontDoor title={TITLES[link.data.kind]}>
        <LinkForm token={token} link={link.data} />
      </FrontDoor>
    );
  }
  if (link.error instanceof ProblemError && link.error.status === 404) {
    return (
      <FrontDoor title="This link does not work">
        <Text size="sm" mb="md">
          It has been used or has expired. Ask an Admin of your organization for a new one.
        </Text>
        <Button component={Link} to="/sign-in" variant="default">
          Go to sign-in
        </Button>
      </FrontDoor>
    );
  }
  return link.error ? <Failed error={link.error} onRetry={() => link.refetch()} /> : <PageLoading />;
}

function LinkForm({ token, link }: { token: string; link: OneTimeLink }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [values, setValues] = useState<Record<string, string>>({ password: '' });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const problem = error instanceof ProblemError ? error : null;

  const codeWanted = problem?.slug === 'second-factor-required' || values.code !== undefined;

  const field = (name: string) => ({
    value: values[name] ?? '',
    error: problem?.of(name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
    required: true,
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const session = await access.redeem(token, values);
      queries.clear();
      queries.setQueryData(['session'], session);
      navigate('/', { replace: true });
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {link.kind === 'setup' ? (
          <>
            <Text size="sm">You become its first Admin and can then invite others.</Text>
            <TextInput
              label="Organization"
              placeholder="Northwind Logistics"
              {...field('organization')}
              autoFocus
            />
            <Group grow gap="sm" align="flex-start">
              <TextInput label="First name" autoComplete="given-name" {...field('first_name')} />
              <TextInput label="Last name" autoComplete="family-name" {...field('last_name')} />
            </Group>
            <TextInput label="Email" type="email" autoComplete="username" {...field('email')} />
          </>
        ) : (
          <Text size="sm">
            {link.kind === 'invite' ? `You are invited to ${link.organization ?? 'an organization'}` : 'For'} as{' '}
            <b>{link.email}</b>.
          </Text>
        )}
        <PasswordInput
          label="Password"
          description="12 characters or more. A sentence is strong and easy to remember."
          autoComplete="new-password"
          {...field('password')}
        />
        {codeWanted && (
          <TextInput
            label="Code"
            description="From your authenticator app, or one of your recovery codes."
            autoComplete="one-time-code"
            {...field('code')}
          />
        )}
        {error !== null && !(codeWanted && !values.code) && (!problem || problem.faults.length === 0) && (
          <Alert color="red" role="alert" p="xs">
            {explain(error)}
          </Alert>
        )}
        <Button type="submit" loading={busy}>
          {link.kind === 'password_reset' ? 'Set the password' : 'Begin'}
        </Button>
        <Text size="xs" c="dimmed">
          This link works once, until <When at={link.expires_date} />.
        </Text>
      </Stack>
    </form>
  );
}
