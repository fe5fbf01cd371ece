import { Alert, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { access } from '../api/access';
import { useTitle } from '../ui/hooks';
import { FrontDoor } from './front-door';
import { SignInForm } from './sign-in-form';

/**
 * Only paths of this page: what comes from an address must not lead elsewhere. Browsers drop tabs and line breaks from an
 * address and read a backslash as a slash, so `/\t/evil.example` would be another host; no path of ours has them.
 */
const OWN_PATH = /^\/(?!\/)[^\\\p{Cc}]{0,2000}$/u;

export function safeReturn(to: string | null): string {
  return to !== null && OWN_PATH.test(to) ? to : '/';
}

/** Why single sign-on has failed: the server says it in a cookie, since anybody could write an address. */
function takeProblem(): string | null {
  const told = document.cookie.split('; ').find((each) => each.startsWith('blotter-sign-in-problem='));
  if (!told) return null;
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie is the message, and it is read once.
  document.cookie = 'blotter-sign-in-problem=; Path=/sign-in; Max-Age=0';
  return decodeURIComponent(told.slice(told.indexOf('=') + 1));
}

export default function SignInPage() {
  useTitle('Sign in');
  const [query] = useSearchParams();
  const [problem] = useState(takeProblem);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const ways = useQuery({ queryKey: ['sign-in'], queryFn: access.signInWays, retry: false });
  const returnTo = safeReturn(query.get('return_to'));
  return (
    <FrontDoor title="Sign in">
      {problem && (
        <Alert color="red" role="alert" mb="md">
          {problem}
        </Alert>
      )}
      {ways.data?.setup_needed ? (
        <Text size="sm">
          Blotter has no users yet. To set it up, open the link that it printed when it started.
        </Text>
      ) : (
        <SignInForm
          returnTo={returnTo}
          onSignedIn={(session) => {
            queries.clear();
            queries.setQueryData(['session'], session);
            navigate(returnTo, { replace: true });
          }}
        />
      )}
    </FrontDoor>
  );
}
