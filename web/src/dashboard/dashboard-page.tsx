import { Box, Group, NativeSelect, SimpleGrid, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { api, body } from '../api/client';
import type { Metrics } from '../api/types';
import { FirstIncidents } from '../transfer/first-incidents';
import { useTitle } from '../ui/hooks';
import { Empty, Failed, PageLoading } from '../ui/states';
import { zone } from '../ui/time';
import { Attention } from './attention';
import { Bars } from './bars';
import { Card } from './card';
import { DurationCards } from './durations';
import { HeatMap } from './heat-map';
import { OpenByAge } from './open-by-age';

const Flow = lazy(() => import('./flow'));
const Trend = lazy(() => import('./trend'));

const PERIODS = [
  { value: '30', label: 'Last 30 days', interval: 'week' },
  { value: '90', label: 'Last 90 days', interval: 'week' },
  { value: '180', label: 'Last 6 months', interval: 'week' },
  { value: '365', label: 'Last 12 months', interval: 'month' },
  { value: '1095', label: 'Last 3 years', interval: 'quarter' },
] as const;

/** How the register stands. Each figure leads to the incidents that it counts. */
export default function DashboardPage() {
  useTitle('Dashboard');
  const [days, setDays] = useState<string>('180');
  const period = PERIODS.find((each) => each.value === days) ?? PERIODS[2];
  const from = useMemo(() => startOfDay(Number(days)), [days]);
  const metrics = useQuery({
    queryKey: ['metrics', 'period', from, period.interval],
    staleTime: 60_000,
    queryFn: () =>
      body(
        api.GET('/v1/incidents/metrics', {
          params: { query: { from, interval: period.interval, tz: zone } as never },
        }),
      ),
  });
  if (metrics.error) {
    return <Failed error={metrics.error} onRetry={() => metrics.refetch()} />;
  }
  return (
    <Box component="main" p="md" maw={1320} mx="auto">
      <Group justify="space-between" mb="md">
        <Title order={1} size="h4">
          Dashboard
        </Title>
        <NativeSelect
          size="xs"
          aria-label="Period"
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data={PERIODS.map(({ value, label }) => ({ value, label }))}
        />
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }} mb="md">
        <Attention />
        <OpenByAge />
      </SimpleGrid>
      {metrics.data ? <Period metrics={metrics.data} from={from} /> : <PageLoading />}
    </Box>
  );
}

function Period({ metrics, from }: { metrics: Metrics; from: string }) {
  if (metrics.total === 0) {
    return (
      <Empty title="No incidents detected in this period" action={<FirstIncidents />}>
        Figures appear with the first incident: how many were detected and closed, and how long they took.
      </Empty>
    );
  }
  return (
    <>
      <DurationCards metrics={metrics} from={from} />
      <SimpleGrid cols={{ base: 1, md: 2 }} mt="md">
        <Card title="Detected and closed" note="By the time of detection or closing.">
          <Suspense fallback={<ChartSpace />}>
            <Flow metrics={metrics} />
          </Suspense>
        </Card>
        <Card title="How long it took" note="Median and 90th percentile, by the time of detection.">
          <Suspense fallback={<ChartSpace />}>
            <Trend metrics={metrics} />
          </Suspense>
        </Card>
        <Card title="Threat objectives by severity">
          <HeatMap from={from} />
        </Card>
        <Card title="By severity">
          <Bars
            rows={metrics.severities.map(({ severity, count }) => ({
              label: severity === 'none' ? 'Not scored' : severity,
              count,
              filter: { severity, detected_date: from },
              value: severity === 'none' ? undefined : severity,
            }))}
          />
        </Card>
        <Card title="By source">
          <Bars
            rows={metrics.sources.map(({ source, count }) => ({
              label: source === 'none' ? 'No source' : source,
              count,
              filter: { source, detected_date: from },
            }))}
          />
        </Card>
        <Card title="By tag">
          <Bars
            rows={metrics.tags.slice(0, 12).map(({ tag, count }) => ({
              label: tag.content,
              count,
              filter: { tags: tag.content, detected_date: from },
            }))}
          />
        </Card>
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="md">
        {metrics.total.toLocaleString()} incidents detected since {new Date(from).toLocaleDateString()}. Days begin
        in {zone}.
      </Text>
    </>
  );
}

function ChartSpace() {
  return <Box h={220} />;
}

function startOfDay(daysAgo: number): string {
  const date = new Date();
  date.setHours(0, 0, 0, 0);
  date.setDate(date.getDate() - daysAgo);
  return date.toISOString();
}
