import { Link } from 'react-router';
import type { Query } from '../register/api';
import { ChoiceMark } from '../ui/marks';
import classes from './dashboard.module.css';
import { linkTo } from './link-to';

interface Row {
  label: string;
  count: number;
  filter: Query;
  /** Whose mark stands before it. */
  value?: string;
}

export function Bars({ rows }: { rows: readonly Row[] }) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  return (
    <ul className={classes.bars}>
      {rows
        .filter((row) => row.count > 0)
        .map((row) => (
          <li key={row.label}>
            <Link to={linkTo(row.filter)} className={classes.bar}>
              <span className={classes.barLabel}>
                {row.value && <ChoiceMark value={row.value} />}
                <span className={classes.barText}>{row.label}</span>
              </span>
              <span className={classes.track} aria-hidden>
                <span className={classes.fill} style={{ width: `${(100 * row.count) / most}%` }} />
              </span>
              <span className={classes.number}>{row.count.toLocaleString()}</span>
            </Link>
          </li>
        ))}
    </ul>
  );
}
