import { Table, Title } from '@mantine/core';
import { type Entry, valueIn } from '../register/kind';
import { None } from '../ui/marks';
import { duration } from '../ui/time';

const STEPS = [
  { label: 'To detect', from: 'occurred_date', to: 'detected_date', help: 'Occurred to detected' },
  { label: 'To respond', from: 'detected_date', to: 'responded_date', help: 'Detected to responded' },
  { label: 'To contain', from: 'detected_date', to: 'contained_date', help: 'Detected to contained' },
] as const;

/** How long each step took, in the terms of incident response (NIST SP 800-61). */
export function Durations({ entry }: { entry: Entry }) {
  return (
    <section aria-label="Durations" style={{ marginBottom: 18 }}>
      <Title order={2} size="h6" mb={2}>
        Durations
      </Title>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} fz={13}>
        <Table.Tbody>
          {STEPS.map(({ label, from, to, help }) => (
            <Table.Tr key={label}>
              <Table.Th w={112} fw={400} fz={12} c="dimmed" title={help} scope="row">
                {label}
              </Table.Th>
              <Table.Td>
                {between(valueIn(entry, from) as string | null, valueIn(entry, to) as string | null) ?? <None />}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function between(from: string | null, to: string | null): string | null {
  return from && to ? duration((Date.parse(to) - Date.parse(from)) / 1_000) : null;
}
