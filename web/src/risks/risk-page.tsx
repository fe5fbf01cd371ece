import { Group, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { Risk } from '../api/types';
import { EntryPage, type Layout } from '../register/entry/entry-page';
import { None } from '../ui/marks';
import { RISKS } from './kind';
import { Matrix } from './matrix';

const LAYOUT: Layout = {
  head: ['status', 'urgency', 'likelihood', 'impact', 'assigned_to'],
  prose: ['description', 'likelihood_reasoning', 'impact_reasoning', 'remediation_task', 'control_statement'],
  side: [
    { label: 'Dates', fields: ['discovered_date', 'due_date', 'expected_date', 'closed_date'] },
    { label: 'Details', fields: ['type', 'source', 'tags', 'threat_objectives'] },
  ],
};

export default function RiskPage() {
  return (
    <EntryPage
      kind={RISKS}
      layout={LAYOUT}
      aside={(entry) => (
        <>
          <section aria-label="Incidents" style={{ marginBottom: 18 }}>
            <Title order={2} size="h6" mb={4}>
              Incidents
            </Title>
            {entry.links.length === 0 ? (
              <None>No linked incidents</None>
            ) : (
              <Group gap={8} fz={13}>
                {entry.links.map((id) => (
                  <Link key={id} to={`/incidents/${id}`}>
                    {id}
                  </Link>
                ))}
              </Group>
            )}
          </section>
          <section aria-label="Likelihood and impact" style={{ marginBottom: 18 }}>
            <Title order={2} size="h6" mb={4}>
              Likelihood × impact
            </Title>
            <Matrix
              chosen={{ likelihood: (entry.values as Risk).likelihood, impact: (entry.values as Risk).impact }}
            />
          </section>
        </>
      )}
    />
  );
}
