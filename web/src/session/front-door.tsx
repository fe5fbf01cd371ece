import { Center, Group, Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '../ui/logo';

/** The frame of what is seen before one is signed in. */
export function FrontDoor({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={400} radius="md">
        <Group gap={8} mb="lg">
          <Logo />
          <Text fw={600}>Blotter</Text>
        </Group>
        <Title order={1} size="h3" mb="md">
          {title}
        </Title>
        {children}
      </Paper>
    </Center>
  );
}
