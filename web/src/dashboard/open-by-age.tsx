import { useMemo } from 'react';
import { Link } from 'react-router';
import { SEVERITIES } from '../incident/kind';
import { Choice } from '../ui/marks';
import { Card } from './card';
import { useMetrics } from './counts';
import classes from './dashboard.module.css';
import { linkTo, OPEN } from './link-to';

const DAY = 86_400_000;
const AGES = [
  { label: 'Under a day', from: 1, to: 0 },
  { label: '1 to 7 days', from: 7, to: 1 },
  { label: '7 to 30 days', from: 30, to: 7 },
  { label: 'Older', from: null, to: 30 },
] as const;

/** What is open: how bad it is, and how long it has been known. */
export function OpenByAge() {
  // To the hour, so that looking again asks the same.
  const now = useMemo(() => Math.floor(Date.now() / 3_600_000) * 3_600_000, []);
  const at = (days: number) => new Date(now - days * DAY).toISOString();
  return (
    <Card title="Open, by severity and age">
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            {AGES.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <Ages
          ranges={AGES.map(({ from, to }) => period(from === null ? null : at(from), to === 0 ? null : at(to)))}
        />
      </table>
    </Card>
  );
}

/** From, or from and before, as the API takes it. */
function period(from: string | null, before: string | null): string[] {
  return before === null ? [from ?? '0001-01-01'] : [from ?? '0001-01-01', before];
}

function Ages({ ranges }: { ranges: string[][] }) {
  const [first, second, third, fourth] = ranges as [string[], string[], string[], string[]];
  const columns = [
    useMetrics({ status: OPEN, detected_date: first }),
    useMetrics({ status: OPEN, detected_date: second }),
    useMetrics({ status: OPEN, detected_date: third }),
    useMetrics({ status: OPEN, detected_date: fourth }),
  ];
  return (
    <tbody>
      {[...SEVERITIES.map(({ value }) => value), 'none'].map((severity) => (
        <tr key={severity}>
          <th scope="row">{severity === 'none' ? 'Not scored' : <Choice value={severity} />}</th>
          {columns.map((column, index) => {
            const count = column.data?.severities.find((each) => each.severity === severity)?.count;
            const range = ranges[index] as string[];
            return (
              <td key={range.join()}>
                {count ? (
                  <Link
                    className={classes.figure}
                    to={linkTo({ status: OPEN, severity: [severity], detected_date: range })}
                  >
                    {count.toLocaleString()}
                  </Link>
                ) : (
                  <span className={classes.zero}>{column.data ? 0 : '…'}</span>
                )}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}
