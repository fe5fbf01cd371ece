import { Link } from 'react-router';
import { SEVERITIES } from '../incident/kind';
import { OBJECTIVES } from '../register/fields/common-fields';
import { useMetrics } from './counts';
import classes from './dashboard.module.css';
import { linkTo } from './link-to';

const COLUMNS = SEVERITIES.map(({ value }) => value);

/** Where what attackers were after meets how bad it was. */
export function HeatMap({ from }: { from: string }) {
  const [one, two, three, four, five] = COLUMNS;
  const columns = [
    useMetrics({ severity: [one as string], detected_date: [from] }),
    useMetrics({ severity: [two as string], detected_date: [from] }),
    useMetrics({ severity: [three as string], detected_date: [from] }),
    useMetrics({ severity: [four as string], detected_date: [from] }),
    useMetrics({ severity: [five as string], detected_date: [from] }),
  ];
  const countOf = (index: number, objective: string) =>
    columns[index]?.data?.threat_objectives.find((each) => each.threat_objective === objective)?.count ?? 0;
  const most = Math.max(1, ...OBJECTIVES.flatMap(({ value }) => COLUMNS.map((_, index) => countOf(index, value))));
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <td />
          {COLUMNS.map((severity) => (
            <th key={severity} scope="col">
              {severity}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {OBJECTIVES.map(({ value: objective }) => (
          <tr key={objective}>
            <th scope="row">{objective}</th>
            {COLUMNS.map((severity, index) => {
              const count = countOf(index, objective);
              const share = Math.round((30 * count) / most);
              return (
                <td
                  key={severity}
                  style={{
                    background: `color-mix(in srgb, var(--mantine-color-orange-6) ${count ? share + 5 : 0}%, transparent)`,
                  }}
                >
                  {count ? (
                    <Link
                      className={classes.figure}
                      to={linkTo({ severity: [severity], threat_objectives: [objective], detected_date: [from] })}
                    >
                      {count.toLocaleString()}
                    </Link>
                  ) : (
                    <span className={classes.zero}>0</span>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
