import { useEffect, useState } from 'react';

/** What is being written, kept in this browser until it is saved: a closed tab or a lost connection loses nothing. */
export function useDraft(key: string, initial: string): [string, (value: string) => void, () => void] {
  const at = `blotter-draft-${key}`;
  const [value, setValue] = useState(() => read(at) ?? initial);
  useEffect(() => setValue(read(at) ?? initial), [at, initial]);
  return [
    value,
    (next) => {
      setValue(next);
      write(at, next === initial ? null : next);
    },
    () => write(at, null),
  ];
}

export function hasDraft(key: string): boolean {
  return read(`blotter-draft-${key}`) !== null;
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null) {
  try {
    if (value === null) {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, value);
    }
  } catch {
    // Full or forbidden: it lasts as long as the page.
  }
}
