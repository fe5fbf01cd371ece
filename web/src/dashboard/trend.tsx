import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Metrics } from '../api/types';
import { day, duration, roughDuration } from '../ui/time';
import { STEPS } from './durations';

/** Median and nine tenths of a step, interval by interval. */
export default function Trend({ metrics }: { metrics: Metrics }) {
  const [step, setStep] = useState<(typeof STEPS)[number]['name']>('time_to_respond');
  const data = metrics.intervals.map(({ from, durations }) => ({
    label: day(from),
    Median: hours(durations[step].median),
    '90th percentile': hours(durations[step].p90),
  }));
  return (
    <>
      <NativeSelect
        size="xs"
        w={170}
        mb={6}
        aria-label="Step"
        value={step}
        onChange={(event) => setStep(event.currentTarget.value as typeof step)}
        data={STEPS.map(({ name, label }) => ({ value: name, label }))}
      />
      <LineChart
        h={184}
        data={data}
        dataKey="label"
        series={[
          { name: 'Median', color: 'ink.6' },
          { name: '90th percentile', color: 'orange.6' },
        ]}
        withLegend
        withDots={data.length < 16}
        curveType="linear"
        tickLine="none"
        gridAxis="x"
        xAxisProps={{ minTickGap: 24 }}
        yAxisProps={{ width: 60, tickFormatter: (value: number) => roughDuration(value * 3_600) }}
        lineProps={{ isAnimationActive: false, connectNulls: true }}
        valueFormatter={(value) => duration(value * 3_600)}
      />
    </>
  );
}

function hours(seconds: number | null): number | null {
  return seconds === null ? null : seconds / 3_600;
}
