import { ActionIcon, Button, Popover, Text } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../api/client';
import type { Query } from '../register/api';
import { filtersOf, type Step, toSearch, valuesOf, withValues } from '../register/filters/query';
import { Matrix } from './matrix';

function scored(likelihood: string[], impact: string[]): Step {
  return (query) => withValues(withValues(query, 'likelihood', likelihood), 'impact', impact);
}

/** How many of the list's risks stand where on likelihood and impact; a field of it filters the list. */
export function MatrixFilter({ query, onChange }: { query: Query; onChange: (step: Step) => void }) {
  const [opened, setOpened] = useState(false);
  const { likelihood, impact, ...others } = filtersOf(query);
  const metrics = useQuery({
    queryKey: ['metrics', 'risks', 'matrix', toSearch(others)],
    enabled: opened,
    queryFn: () => body(api.GET('/v1/risks/metrics', { params: { query: others as never } })),
  });
  const [one] = valuesOf(query, 'likelihood');
  const [other] = valuesOf(query, 'impact');
  const counts = (row: string, column: string) =>
    metrics.data?.scores.find((score) => score.likelihood === row && score.impact === column)?.count ?? 0;
  const pick = (row: string, column: string) => {
    const isPicked = one === row && other === column;
    onChange(isPicked ? scored([], []) : scored([row], [column]));
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
          Risks in this list by likelihood and impact. Choose a cell to see only its risks.
        </Text>
        <Matrix chosen={{ likelihood: one ?? null, impact: other ?? null }} counts={counts} onPick={pick} />
        {(likelihood || impact) && (
          <Button size="compact-xs" variant="default" mt={6} onClick={() => onChange(scored([], []))}>
            All of them
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
