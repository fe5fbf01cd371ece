import { ActionIcon, Button, Popover, Text } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Risk } from '../api/types';
import type { Query } from '../register/api';
import { fetchAll } from '../register/bulk';
import { filtersOf, toSearch, valuesOf, withValues } from '../register/query';
import { RISKS } from './kind';
import { Matrix } from './matrix';

const MOST = 5_000;

/** How many of the list's risks stand where on likelihood and impact; a field of it filters the list. */
export function MatrixFilter({ query, onChange }: { query: Query; onChange: (query: Query) => void }) {
  const [opened, setOpened] = useState(false);
  const { likelihood, impact, ...others } = filtersOf(query);
  const risks = useQuery({
    queryKey: ['list', 'risks', 'matrix', toSearch(others)],
    enabled: opened,
    queryFn: () => fetchAll(RISKS, others, MOST),
  });
  const [one] = valuesOf(query, 'likelihood');
  const [other] = valuesOf(query, 'impact');
  const counts = (row: string, column: string) =>
    (risks.data ?? []).filter(
      ({ values }) => (values as Risk).likelihood === row && (values as Risk).impact === column,
    ).length;
  const pick = (row: string, column: string) => {
    const isPicked = one === row && other === column;
    onChange(
      withValues(withValues(query, 'likelihood', isPicked ? [] : [row]), 'impact', isPicked ? [] : [column]),
    );
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" width={420} trapFocus>
      <Popover.Target>
        <ActionIcon
          variant={likelihood || impact ? 'light' : 'default'}
          aria-label="Likelihood and impact"
          title="Likelihood × impact"
          onClick={() => setOpened(!opened)}
        >
          <IconGridDots size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Likelihood and impact">
        <Text size="xs" c="dimmed" mb={4}>
          Risks of this list by likelihood and impact. Choose a field to see only its risks.
        </Text>
        <Matrix chosen={{ likelihood: one ?? null, impact: other ?? null }} counts={counts} onPick={pick} />
        {(likelihood || impact) && (
          <Button size="compact-xs" variant="default" mt={6} onClick={() => onChange({ ...others })}>
            All of them
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
