import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/app.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api/problem';
import { App } from './app';
import { INCIDENTS } from './incident/kind';
import { queryOf } from './register/filters/query';
import { listOf } from './register/list/list';
import { theme } from './ui/theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refuses it refuses again; what did not arrive may arrive yet.
      retry: (failures, error) => failures < 2 && !(error instanceof ProblemError && error.status < 500),
      refetchOnWindowFocus: true,
    },
  },
});

if (location.pathname === '/incidents') {
  // It is asked for while the page is being built, before it is known who asks.
  queries.prefetchInfiniteQuery(listOf(INCIDENTS, queryOf(INCIDENTS, new URLSearchParams(location.search))));
}

const schemes = localStorageColorSchemeManager({ key: 'blotter-color-scheme' });

createRoot(document.getElementById('root') as HTMLElement).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes}>
    <QueryClientProvider client={queries}>
      <App />
      <Notifications position="bottom-left" limit={4} containerWidth={420} />
    </QueryClientProvider>
  </MantineProvider>,
);
