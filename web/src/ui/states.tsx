import { Alert, Box, Button, Center, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { explain } from '../api/problem';

export function PageLoading() {
  return (
    <Stack p="md" gap="sm" role="status" aria-busy="true" aria-label="Loading">
      <Skeleton h={28} w={220} />
      <Skeleton h={36} />
      {Array.from({ length: 8 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <Skeleton key={index} h={22} />
      ))}
    </Stack>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Alert color="red" title="That did not work" role="alert" m="md" maw={640}>
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {explain(error)}
      </Text>
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}

/** Where there is nothing, says what would be here and how it comes. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Center p="xl">
      <Box ta="center" maw={460}>
        <Title order={2} size="h4" mb={6}>
          {title}
        </Title>
        <Text size="sm" c="dimmed" component="div">
          {children}
        </Text>
        {action && <Box mt="md">{action}</Box>}
      </Box>
    </Center>
  );
}
