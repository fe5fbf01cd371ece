import { IMPACTS, LIKELIHOODS } from './kind';
import classes from './matrix.module.css';

/** The urgency that follows, as the server derives it: the two ranks multiplied. */
export function urgencyOf(likelihood: string, impact: string): string {
  const product =
    (LIKELIHOODS.indexOf(likelihood as (typeof LIKELIHOODS)[number]) + 1) *
    (IMPACTS.indexOf(impact as (typeof IMPACTS)[number]) + 1);
  return product >= 20
    ? 'Critical'
    : product >= 12
      ? 'High'
      : product >= 6
        ? 'Medium'
        : product >= 3
          ? 'Low'
          : 'Info';
}

interface Props {
  chosen?: { likelihood: string | null; impact: string | null };
  counts?: (likelihood: string, impact: string) => number;
  onPick?: (likelihood: string, impact: string) => void;
}

/** Likelihood increases upwards, impact to the right: where a risk stands, or how many stand where. */
export function Matrix({ chosen, counts, onPick }: Props) {
  return (
    <table className={classes.matrix}>
      <caption className={classes.caption}>Likelihood increases upwards, impact to the right</caption>
      <tbody>
        {[...LIKELIHOODS].reverse().map((likelihood) => (
          <tr key={likelihood}>
            <th scope="row">{likelihood}</th>
            {IMPACTS.map((impact) => {
              const urgency = urgencyOf(likelihood, impact);
              const isChosen = chosen?.likelihood === likelihood && chosen?.impact === impact;
              const count = counts?.(likelihood, impact);
              const name = `${likelihood}, ${impact}: ${urgency}`;
              return (
                <td key={impact} className={classes[urgency]} data-chosen={isChosen || undefined} title={name}>
                  {onPick ? (
                    <button
                      type="button"
                      aria-label={`${name}${count === undefined ? '' : `, ${count}`}`}
                      aria-pressed={isChosen}
                      onClick={() => onPick(likelihood, impact)}
                    >
                      {count || ''}
                    </button>
                  ) : (
                    isChosen && (
                      <span role="img" aria-label={name}>
                        ●
                      </span>
                    )
                  )}
                </td>
              );
            })}
          </tr>
        ))}
        <tr>
          <td />
          {IMPACTS.map((impact) => (
            <th key={impact} scope="col" className={classes.foot}>
              {impact}
            </th>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
