import { Modal, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { access, type Session } from '../api/access';
import { onSessionEnded } from '../api/client';
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
        <Renewal email={session.data.user.email} />
      </SessionContext>
    );
  }
  if (session.error instanceof ProblemError && session.error.status === 401) {
    const here = location.pathname + location.search;
    return <Navigate to={here === '/' ? '/sign-in' : `/sign-in?return_to=${encodeURIComponent(here)}`} replace />;
  }
  return session.error ? <Failed error={session.error} onRetry={() => session.refetch()} /> : <PageLoading />;
}

/** Asks for the password again when a call finds the session ended; all calls that wait then go on. */
function Renewal({ email }: { email: string }) {
  const queries = useQueryClient();
  const waiting = useRef<(() => void)[]>([]);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    onSessionEnded(() => {
      setOpened(true);
      return new Promise<void>((resolve) => waiting.current.push(resolve));
    });
    return () => onSessionEnded(null);
  }, []);
  return (
    <Modal
      opened={opened}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
      zIndex={400}
    >
      <Text size="sm" c="dimmed" mb="md">
        Sign in again to go on. What you were doing is kept.
      </Text>
      <SignInForm
        email={email}
        onSignedIn={(session) => {
          queries.setQueryData(['session'], session);
          setOpened(false);
          for (const go of waiting.current.splice(0)) {
            go();
          }
        }}
      />
    </Modal>
  );
}
