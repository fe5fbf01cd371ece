import { Alert, Anchor, Button, Divider, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { access, type Session } from '../api/access';
import { explain, ProblemError } from '../api/problem';

interface Props {
  /** Whose session it was, when one is to be renewed. */
  email?: string;
  /** The slug of the organization that it was in. */
  organization?: string;
  /** Whether whose session it was can use single sign-on alone. */
  passwordless?: boolean;
  button?: string;
  returnTo?: string;
  onSignedIn: (session: Session) => void;
}

type Organizations = { slug: string; name: string }[];

/** Email and password; then, when it is wanted, the second factor or the organization; or single sign-on. */
export function SignInForm({
  email: known,
  organization: knownOrganization,
  passwordless = false,
  button = 'Sign in',
  returnTo = '/',
  onSignedIn,
}: Props) {
  const ways = useQuery({ queryKey: ['sign-in'], queryFn: access.signInWays, retry: false, staleTime: 60_000 });
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const [organizations, setOrganizations] = useState<Organizations>([]);
  const [organization, setOrganization] = useState<string | null>(knownOrganization ?? null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      onSignedIn(
        await access.signIn({
          email: email.trim(),
          password,
          ...(codeWanted ? { code: code.trim() } : {}),
          ...(organization ? { organization } : {}),
        }),
      );
    } catch (error) {
      answer(error);
    } finally {
      setBusy(false);
    }
  };

  const answer = (error: unknown) => {
    if (error instanceof ProblemError && error.slug === 'second-factor-required' && !codeWanted) {
      setCodeWanted(true);
    } else if (error instanceof ProblemError && error.slug === 'organization-required') {
      const found = (error.document.organizations ?? []) as Organizations;
      setOrganizations(found);
      setOrganization(found[0]?.slug ?? null);
    } else if (error instanceof ProblemError && error.status === 401) {
      setProblem(codeWanted ? 'The code is wrong or has already been used.' : 'The email or password is wrong.');
    } else {
      setProblem(explain(error));
    }
  };

  const sso = ways.data?.sso;
  // Without a provider to go to, the form at least says what is wrong with it.
  const byPassword = ways.data?.password !== false && !(passwordless && sso?.available);
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {codeWanted ? (
          <>
            <Text size="sm">
              Enter the six-digit code from your authenticator app, or one of your recovery codes.
            </Text>
            <TextInput
              label="Code"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="one-time-code"
              inputMode="text"
              data-autofocus
              autoFocus
              required
            />
            <Anchor component="button" type="button" size="sm" onClick={() => setCodeWanted(false)}>
              Back to the password
            </Anchor>
          </>
        ) : (
          byPassword && (
            <>
              <TextInput
                label="Email"
                type="email"
                name="email"
                autoComplete="username"
                value={email}
                readOnly={known !== undefined}
                onChange={(event) => setEmail(event.currentTarget.value)}
                autoFocus={known === undefined}
                required
              />
              <PasswordInput
                label="Password"
                name="password"
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                data-autofocus
                autoFocus={known !== undefined}
                required
              />
            </>
          )
        )}
        {organizations.length > 0 && (
          <Select
            label="Organization"
            description="This email belongs to more than one organization."
            data={organizations.map((each) => ({ value: each.slug, label: each.name }))}
            value={organization}
            onChange={setOrganization}
            allowDeselect={false}
          />
        )}
        {problem && (
          <Alert color="red" role="alert" p="xs">
            {problem}
          </Alert>
        )}
        {(codeWanted || byPassword) && (
          <Button type="submit" loading={busy} fullWidth>
            {button}
          </Button>
        )}
        {sso && (
          <>
            {byPassword && <Divider label="or" />}
            <Button
              component="a"
              variant="default"
              fullWidth
              href={`${sso.url}?return_to=${encodeURIComponent(returnTo)}`}
              disabled={!sso.available}
              data-autofocus={byPassword ? undefined : true}
            >
              Sign in with {sso.name}
            </Button>
            {passwordless && sso.available && (
              <Text size="sm" c="dimmed">
                You return to this page and can then try again.
              </Text>
            )}
            {!sso.available && (
              <Text size="sm" c="dimmed">
                {sso.name} is not available: {sso.problem}
              </Text>
            )}
          </>
        )}
      </Stack>
    </form>
  );
}
