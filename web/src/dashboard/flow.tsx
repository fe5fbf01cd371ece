import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useNavigate } from 'react-router';
import type { Metrics } from '../api/types';
import { day } from '../ui/time';
import { linkTo } from './link-to';

/** Each interval's detected and closed incidents. A click leads to those that were detected in it. */
export default function Flow({ metrics }: { metrics: Metrics }) {
  const navigate = useNavigate();
  const data = metrics.intervals.map(({ from, to, opened, closed }) => ({
    from,
    to,
    label: day(from),
    Detected: opened,
    Closed: closed,
  }));
  return (
    <BarChart
      h={220}
      data={data}
      dataKey="label"
      series={[
        { name: 'Detected', color: 'ink.5' },
        { name: 'Closed', color: 'teal.6' },
      ]}
      withLegend
      tickLine="none"
      gridAxis="x"
      xAxisProps={{ minTickGap: 24 }}
      barProps={{
        isAnimationActive: false,
        cursor: 'pointer',
        onClick: (bar: { payload?: { from: string; to: string } }) => {
          if (bar.payload) {
            navigate(linkTo({ detected_date: [bar.payload.from, bar.payload.to] }));
          }
        },
      }}
    />
  );
}
