import { useMemo } from 'react';
import { Link } from 'react-router';
import type { Query } from '../register/api';
import { Card } from './card';
import { useCount } from './counts';
import classes from './dashboard.module.css';
import { linkTo, OPEN } from './link-to';

const WEEK = 7 * 86_400_000;

/** What somebody should look at today. */
export function Attention() {
  const rows = useMemo((): { label: string; filter: Query }[] => {
    const weekAgo = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - WEEK).toISOString();
    return [
      {
        label: 'SEV-1 and SEV-2, unassigned',
        filter: { severity: ['SEV-1', 'SEV-2'], status: OPEN, assigned_to: ['none'] },
      },
      { label: 'SEV-1 and SEV-2, open', filter: { severity: ['SEV-1', 'SEV-2'], status: OPEN } },
      { label: 'New, unassigned', filter: { status: ['New'], assigned_to: ['none'] } },
      { label: 'Open without a severity', filter: { severity: ['none'], status: OPEN } },
      {
        label: 'In Review, unchanged for a week',
        filter: { status: ['Review'], updated_date: ['0001-01-01', weekAgo] },
      },
      {
        label: 'In Progress, unchanged for a week',
        filter: { status: ['In Progress'], updated_date: ['0001-01-01', weekAgo] },
      },
    ];
  }, []);
  return (
    <Card title="Needs attention">
      <ul className={classes.bars}>
        {rows.map((row) => (
          <Line key={row.label} {...row} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ label, filter }: { label: string; filter: Query }) {
  const { data } = useCount(filter);
  return (
    <li>
      <Link to={linkTo(filter)} className={classes.bar} style={{ gridTemplateColumns: 'minmax(0, 1fr) 70px' }}>
        <span className={classes.barText}>{label}</span>
        <span className={classes.number} style={{ fontWeight: data?.count ? 650 : 400 }}>
          {data ? `${data.count.toLocaleString()}${data.isExact ? '' : '+'}` : '…'}
        </span>
      </Link>
    </li>
  );
}
