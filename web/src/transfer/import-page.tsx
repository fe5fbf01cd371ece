import { Alert, Badge, Box, Button, Group, Progress, Stack, Stepper, Table, Text, Title } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { Link } from 'react-router';
import { sentence } from '../api/problem';
import type { ImportAnswer, ImportedRow } from '../api/types';
import { INCIDENTS } from '../incident/kind';
import { shownValue } from '../register/fields/shown-value';
import { counted, fieldOf, labelOf } from '../register/kind';
import { useNarrow, useTitle } from '../ui/hooks';
import { Failed } from '../ui/states';
import { withoutLines } from './csv';
import classes from './import.module.css';
import { previewFile, useImport } from './importing';

const ROWS_SHOWN = 200;

interface Tried {
  name: string;
  text: string;
  answer: ImportAnswer;
}

/** A file of incidents: what each line would do, then all of it as one step. */
export default function ImportPage() {
  useTitle('Import');
  const narrow = useNarrow();
  const importFile = useImport();
  const [tried, setTried] = useState<Tried | null>(null);
  const [done, setDone] = useState<ImportAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  const look = (name: string, text: string) =>
    attempt(async () => setTried({ name, text, answer: await previewFile(text) }));
  const commit = ({ text }: Tried) =>
    attempt(async () => setDone(await importFile(text, (count) => `${counted(INCIDENTS, count)} imported`)));
  const skipFaulty = ({ name, text, answer }: Tried) => {
    const faulty = (answer.rows ?? []).filter((row) => row.verdict === 'invalid').map((row) => row.line);
    return look(name, withoutLines(text, new Set(faulty)));
  };
  const again = () => {
    setTried(null);
    setDone(null);
    setError(null);
  };

  return (
    <Box component="main" p="md" maw={1080} mx="auto">
      <Group justify="space-between" mb="md">
        <Title order={1} size="h4">
          Import incidents
        </Title>
        <Button size="xs" variant="default" component="a" href="/api/v1/incidents/import/template" download>
          Download template
        </Button>
      </Group>
      <Stepper
        active={done ? 3 : tried ? 1 : 0}
        orientation={narrow ? 'vertical' : 'horizontal'}
        size="xs"
        mb="md"
        allowNextStepsSelect={false}
      >
        <Stepper.Step label="Choose a file" />
        <Stepper.Step label="Check each line" />
        <Stepper.Step label="Import" />
      </Stepper>
      {busy && <Progress value={100} animated mb="sm" aria-label="Working" />}
      {error !== null && <Failed error={error} />}
      {done ? (
        <Finished answer={done} onAgain={again} />
      ) : tried ? (
        <Verdicts tried={tried} busy={busy} onCommit={commit} onSkip={skipFaulty} onAgain={again} onRetry={look} />
      ) : (
        <Drop onFile={look} />
      )}
    </Box>
  );
}

function Drop({ onFile }: { onFile: (name: string, text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (file) {
      onFile(file.name, await file.text());
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <section
        aria-label="Drop a file"
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <IconUpload size={28} aria-hidden />
        <Text size="sm">Drop a CSV file here, or</Text>
        <Button size="xs" onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          hidden
          aria-label="CSV file"
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
      </section>
      <Text size="sm" c="dimmed" mt="md">
        The first line names the columns, in any order; the template lists them all with their allowed values. A
        line with an id changes that incident, a line without one creates a new incident. You can import an export
        of the register. Nothing is written until you have seen what each line does.
      </Text>
    </>
  );
}

const COLORS = { create: 'green', update: 'blue', unchanged: 'gray', invalid: 'red' } as const;
const WORDS = { create: 'New', update: 'Change', unchanged: 'Same', invalid: 'Faulty' } as const;

function Verdicts({
  tried,
  busy,
  onCommit,
  onSkip,
  onAgain,
  onRetry,
}: {
  tried: Tried;
  busy: boolean;
  onCommit: (tried: Tried) => void;
  onSkip: (tried: Tried) => void;
  onAgain: () => void;
  onRetry: (name: string, text: string) => void;
}) {
  const { counts, rows = [] } = tried.answer;
  const [only, setOnly] = useState<ImportedRow['verdict'] | null>(counts.invalid > 0 ? 'invalid' : null);
  const shown = rows.filter((row) => only === null || row.verdict === only);
  const input = useRef<HTMLInputElement>(null);
  const willChange = counts.create + counts.update;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap={6} role="group" aria-label="Show only">
          <Text size="sm">{tried.name}:</Text>
          {(['create', 'update', 'unchanged', 'invalid'] as const).map((verdict) => (
            <Button
              key={verdict}
              size="compact-xs"
              variant={only === verdict ? 'filled' : 'default'}
              aria-pressed={only === verdict}
              onClick={() => setOnly(only === verdict ? null : verdict)}
            >
              {counts[verdict].toLocaleString()} {WORDS[verdict].toLowerCase()}
            </Button>
          ))}
        </Group>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onAgain}>
            Another file
          </Button>
          <Button
            size="xs"
            disabled={counts.invalid > 0 || willChange === 0}
            loading={busy}
            onClick={() => onCommit(tried)}
          >
            Import {willChange.toLocaleString()}
          </Button>
        </Group>
      </Group>
      {counts.invalid > 0 && (
        <Alert color="yellow" title={`${counts.invalid} of the lines cannot be imported`}>
          <Text size="sm" mb="xs">
            An import is all or nothing: correct these lines in the file and choose it again, or leave them out.
          </Text>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={() => input.current?.click()}>
              Choose the corrected file
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => onSkip(tried)}>
              Leave out these {counts.invalid}
            </Button>
          </Group>
          <input
            ref={input}
            type="file"
            accept=".csv,text/csv"
            hidden
            aria-label="Corrected CSV file"
            onChange={async (event) => {
              const file = event.currentTarget.files?.[0];
              if (file) {
                onRetry(file.name, await file.text());
              }
            }}
          />
        </Alert>
      )}
      <Table.ScrollContainer minWidth={560}>
        <Table fz={13} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={60}>Line</Table.Th>
              <Table.Th w={90}>Result</Table.Th>
              <Table.Th w={110}>Incident</Table.Th>
              <Table.Th>Changes</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.slice(0, ROWS_SHOWN).map((row) => (
              <Table.Tr key={row.line}>
                <Table.Td>{row.line}</Table.Td>
                <Table.Td>
                  <Badge variant="dot" color={COLORS[row.verdict]} tt="none" fw={500}>
                    {WORDS[row.verdict]}
                  </Badge>
                </Table.Td>
                <Table.Td>{row.id && <Link to={`/incidents/${row.id}`}>{row.id}</Link>}</Table.Td>
                <Table.Td>
                  <Result row={row} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {shown.length > ROWS_SHOWN && (
        <Text size="xs" c="dimmed">
          and {(shown.length - ROWS_SHOWN).toLocaleString()} more lines
        </Text>
      )}
    </Stack>
  );
}

function Result({ row }: { row: ImportedRow }) {
  if (row.verdict === 'invalid') {
    return (
      <>
        {row.faults?.map((fault) => (
          <div key={`${fault.column} ${fault.detail}`}>
            {fault.column && <b>{labelOf(INCIDENTS, fault.column)}: </b>}
            {sentence(fault.detail)}
          </div>
        ))}
      </>
    );
  }
  const changes = Object.entries((row.changes ?? {}) as Record<string, { from: unknown; to: unknown }>);
  const title = changes.find(([name]) => name === 'title');
  if (row.verdict === 'create') {
    return <>{String(title?.[1].to ?? '')}</>;
  }
  return (
    <>
      {changes.map(([name, { from, to }]) => (
        <div key={name}>
          {labelOf(INCIDENTS, name)}: {shownValue(from, fieldOf(INCIDENTS, name))} →{' '}
          {shownValue(to, fieldOf(INCIDENTS, name))}
        </div>
      ))}
    </>
  );
}

function Finished({ answer, onAgain }: { answer: ImportAnswer; onAgain: () => void }) {
  const { create, update, unchanged } = answer.counts;
  return (
    <Stack align="flex-start">
      <Text size="sm" role="status">
        {create.toLocaleString()} created, {update.toLocaleString()} changed, {unchanged.toLocaleString()}{' '}
        unchanged. This is one step: you can undo it below, or later under Recent changes.
      </Text>
      <Group gap="xs">
        <Button size="xs" component={Link} to="/incidents">
          Go to incidents
        </Button>
        <Button size="xs" variant="default" onClick={onAgain}>
          Another file
        </Button>
      </Group>
    </Stack>
  );
}
