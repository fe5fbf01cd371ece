import { SimpleGrid, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Metrics } from '../api/types';
import { duration } from '../ui/time';
import { Card } from './card';
import classes from './dashboard.module.css';
import { linkTo } from './link-to';

export const STEPS = [
  { name: 'time_to_detect', label: 'Time to detect', help: 'Occurred to detected' },
  { name: 'time_to_respond', label: 'Time to respond', help: 'Detected to responded' },
  { name: 'time_to_contain', label: 'Time to contain', help: 'Detected to contained' },
  { name: 'time_to_close', label: 'Time to close', help: 'Detected to closed' },
] as const;

/** Median and nine tenths of each step, and how many could not be counted. */
export function DurationCards({ metrics, from }: { metrics: Metrics; from: string }) {
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      {STEPS.map(({ name, label, help }) => {
        const { count, missing, median, p90 } = metrics.durations[name];
        return (
          <Card key={name} title={label} note={help}>
            <div className={classes.big}>{median === null ? '–' : duration(median)}</div>
            <Text size="xs">
              median; 90th percentile <b>{p90 === null ? '–' : duration(p90)}</b>
            </Text>
            <Text size="xs" c="dimmed">
              of <Link to={linkTo({ detected_date: [from] })}>{count.toLocaleString()}</Link>
              {missing > 0 && `; ${missing.toLocaleString()} without a date`}
            </Text>
          </Card>
        );
      })}
    </SimpleGrid>
  );
}
