import { absolute, both, day, relative } from './time';

interface Props {
  at: string;
  as?: 'absolute' | 'day' | 'relative';
}

/** A time in the reader's zone; its zone's name, and UTC, on hover. */
export function When({ at, as = 'absolute' }: Props) {
  const text = as === 'absolute' ? absolute(at) : as === 'day' ? day(at) : relative(at);
  return (
    // Said when it is asked for: a list has hundreds of times, and naming a zone takes long.
    <time
      dateTime={at}
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = both(at);
      }}
    >
      {text}
    </time>
  );
}
