import { Modal, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { access, type Session } from '../api/access';
import { onSignInNeeded, type Reason } from '../api/client';
import { ProblemError } from '../api/problem';
import { Failed, PageLoading } from '../ui/states';
import { SignInForm } from './sign-in-form';

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error('outside of a session');
  }
  return session;
}

export function useCan(): (permission: string) => boolean {
  const { permissions } = useSession();
  return (permission) => (permissions as readonly string[]).includes(permission);
}

/** Shows what is inside to who is signed in, and keeps it there when the session ends in the midst of work. */
export function SessionGate({ children }: { children: ReactNode }) {
  const location = useLocation();
  const session = useQuery({ queryKey: ['session'], queryFn: access.session, retry: false, staleTime: 300_000 });
  if (session.data) {
    return (
      <SessionContext value={session.data}>
        {children}
        <Renewal session={session.data} />
      </SessionContext>
    );
  }
  if (session.error instanceof ProblemError && session.error.status === 401) {
    const here = location.pathname + location.search;
    return <Navigate to={here === '/' ? '/sign-in' : `/sign-in?return_to=${encodeURIComponent(here)}`} replace />;
  }
  return session.error ? <Failed error={session.error} onRetry={() => session.refetch()} /> : <PageLoading />;
}

const WORDS = {
  ended: {
    title: 'Your session has ended',
    text: 'Sign in again to continue. Your work is kept.',
    button: 'Sign in',
  },
  confirm: {
    title: 'Confirm your identity',
    text: 'This changes someone’s access, and you signed in more than five minutes ago.',
    button: 'Confirm',
  },
} as const;

/** Asks for a new sign-in when a call needs one; all calls that wait for it then go on. */
function Renewal({ session }: { session: Session }) {
  const queries = useQueryClient();
  const { pathname, search } = useLocation();
  const waiting = useRef<((signedIn: boolean) => void)[]>([]);
  const [asked, setAsked] = useState<{ opened: boolean; reason: Reason }>({ opened: false, reason: 'ended' });
  useEffect(() => {
    onSignInNeeded((reason) => {
      // A session that has ended cannot be waved away, whatever else is asked.
      setAsked((before) => (before.opened && before.reason === 'ended' ? before : { opened: true, reason }));
      return new Promise<boolean>((resolve) => waiting.current.push(resolve));
    });
    return () => onSignInNeeded(null);
  }, []);
  const answer = (signedIn: boolean) => {
    setAsked((before) => ({ ...before, opened: false }));
    for (const go of waiting.current.splice(0)) {
      go(signedIn);
    }
  };
  const optional = asked.reason === 'confirm';
  const { title, text, button } = WORDS[asked.reason];
  return (
    <Modal
      opened={asked.opened}
      onClose={() => answer(false)}
      withCloseButton={optional}
      closeButtonProps={{ 'aria-label': 'Cancel' }}
      closeOnEscape={optional}
      closeOnClickOutside={false}
      title={title}
      zIndex={400}
    >
      <Text size="sm" c="dimmed" mb="md">
        {text}
      </Text>
      <SignInForm
        email={session.user.email}
        organization={session.organization.slug}
        passwordless={!session.password}
        button={button}
        returnTo={pathname + search}
        onSignedIn={(renewed) => {
          queries.setQueryData(['session'], renewed);
          answer(true);
        }}
      />
    </Modal>
  );
}
