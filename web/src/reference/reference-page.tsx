import {
  Anchor,
  Badge,
  Box,
  Code,
  Collapse,
  Group,
  Loader,
  Stack,
  Text,
  TextInput,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { parse } from 'yaml';
import { useTitle } from '../ui/hooks';
import Markdown from '../ui/markdown';
import { Failed } from '../ui/states';
import { type Contract, type Operation, operationsOf, resolve, schemaText } from './contract';
import classes from './reference.module.css';

const LastCall = lazy(() => import('../register/bulk/api-call').then((module) => ({ default: module.LastCall })));

async function fetchContract(): Promise<Contract> {
  const response = await fetch('/api/openapi.yaml');
  if (!response.ok) {
    throw new Error(`The server answered ${response.status}`);
  }
  return parse(await response.text(), { maxAliasCount: -1 }) as Contract;
}

const METHOD_COLORS: Record<string, string> = {
  GET: 'blue',
  POST: 'green',
  PATCH: 'orange',
  PUT: 'orange',
  DELETE: 'red',
};

/** The contract of the API, as the server has it. */
export default function ReferencePage() {
  useTitle('API');
  const contract = useQuery({
    queryKey: ['contract'],
    queryFn: fetchContract,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [wanted, setWanted] = useState('');
  const [copying, setCopying] = useState(false);
  const groups = useMemo(() => (contract.data ? operationsOf(contract.data) : []), [contract.data]);
  if (contract.error) {
    return <Failed error={contract.error} />;
  }
  if (!contract.data) {
    return (
      <Group p="md" gap="xs">
        <Loader size="xs" /> Loading the API reference …
      </Group>
    );
  }
  const words = wanted.trim().toLowerCase();
  return (
    <Box component="main" p="md" maw={960} mx="auto">
      <Group justify="space-between" mb="xs">
        <Title order={1} size="h4">
          API {contract.data.info.version}
        </Title>
        <Group gap="md">
          <Anchor size="sm" component="button" onClick={() => setCopying(true)}>
            Copy as API call
          </Anchor>
          <Anchor size="sm" href="/api/openapi.yaml">
            openapi.yaml
          </Anchor>
        </Group>
      </Group>
      <Suspense>{copying && <LastCall onClose={() => setCopying(false)} />}</Suspense>
      <Markdown text={contract.data.info.description ?? ''} />
      <TextInput
        mt="md"
        size="xs"
        placeholder="Find an operation"
        aria-label="Find an operation"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {groups.map(({ name, description, operations }) => {
        const shown = operations.filter((operation) =>
          `${operation.method} ${operation.path} ${operation.summary}`.toLowerCase().includes(words),
        );
        return shown.length === 0 ? null : (
          <section key={name} aria-label={name} className={classes.group}>
            <Title order={2} size="h5">
              {name}
            </Title>
            <Text size="sm" c="dimmed" mb="xs">
              {description}
            </Text>
            <Stack gap={4}>
              {shown.map((operation) => (
                <OperationItem key={operation.id} contract={contract.data} operation={operation} />
              ))}
            </Stack>
          </section>
        );
      })}
    </Box>
  );
}

function OperationItem({ contract, operation }: { contract: Contract; operation: Operation }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.operation}>
      <UnstyledButton className={classes.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Badge variant="dot" color={METHOD_COLORS[operation.method]} radius="sm" w={92} tt="none">
          {operation.method}
        </Badge>
        <span className={classes.path}>{operation.path}</span>
        <span className={classes.summary}>{operation.summary}</span>
      </UnstyledButton>
      <Collapse expanded={open}>{open && <Details contract={contract} operation={operation} />}</Collapse>
    </div>
  );
}

function Details({ contract, operation }: { contract: Contract; operation: Operation }) {
  const { source } = operation;
  const parameters = (source.parameters ?? []).map((parameter) => resolve(contract, parameter));
  const requestBody = source.requestBody ? resolve(contract, source.requestBody) : null;
  return (
    <Stack gap="sm" p="sm">
      <Text size="xs" c="dimmed">
        Required permission: {source['x-permission']}
      </Text>
      {source.description && <Markdown text={source.description} />}
      {parameters.length > 0 && (
        <div>
          <Title order={3} size="h6">
            Parameters
          </Title>
          {parameters.map((parameter) => (
            <div key={`${parameter.in} ${parameter.name}`} className={classes.parameter}>
              <Code>{parameter.name}</Code>{' '}
              <Text span size="xs" c="dimmed">
                {parameter.in}
                {parameter.required ? ', required' : ''}
              </Text>
              {parameter.description && <Markdown text={parameter.description} />}
            </div>
          ))}
        </div>
      )}
      {Object.entries(requestBody?.content ?? {}).map(([type, content]) => (
        <div key={type}>
          <Title order={3} size="h6">
            Body: {type}
          </Title>
          <Code block tabIndex={0} className={classes.code}>
            {schemaText(contract, content.schema)}
          </Code>
        </div>
      ))}
      <div>
        <Title order={3} size="h6">
          Answers
        </Title>
        {Object.entries(source.responses ?? {}).map(([status, response]) => {
          const { description, content = {} } = resolve(contract, response);
          return (
            <div key={status} className={classes.parameter}>
              <Code>{status}</Code>{' '}
              <Text span size="sm">
                {description}
              </Text>
              {status.startsWith('2') &&
                Object.entries(content).map(([type, { schema }]) => (
                  <Code block tabIndex={0} key={type} className={classes.code}>
                    {schemaText(contract, schema)}
                  </Code>
                ))}
            </div>
          );
        })}
      </div>
    </Stack>
  );
}
