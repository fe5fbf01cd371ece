import { Alert, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { access } from '../api/access';
import { useTitle } from '../ui/hooks';
import { FrontDoor } from './front-door';
import { SignInForm } from './sign-in-form';

/** Only addresses of this page: what comes from an address must not lead elsewhere. */
export function safeReturn(to: string | null): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\') ? to : '/';
}

export default function SignInPage() {
  useTitle('Sign in');
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const ways = useQuery({ queryKey: ['sign-in'], queryFn: access.signInWays, retry: false });
  const returnTo = safeReturn(query.get('return_to'));
  return (
    <FrontDoor title="Sign in">
      {query.get('problem') && (
        <Alert color="red" role="alert" mb="md">
          {query.get('problem')}
        </Alert>
      )}
      {ways.data?.setup_needed ? (
        <Text size="sm">
          This Blotter has nobody in it yet. Whoever started it sees a link in its output with which to set it up.
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
