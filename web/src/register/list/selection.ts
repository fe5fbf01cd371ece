import { useMemo, useState } from 'react';
import type { Entry } from '../kind';

/** What is selected: some of the list by id, or all that the filter finds. */
export type Selection = { all: false; entries: ReadonlyMap<string, Entry> } | { all: true };

export const NOTHING: Selection = { all: false, entries: new Map() };

/** Selects as lists do: one, a range from the last one with shift, all. */
export function useSelection(entries: readonly Entry[]) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [anchor, setAnchor] = useState<string | null>(null);

  return useMemo(() => {
    const chosen = selection.all ? null : selection.entries;
    const isSelected = (id: string) => chosen === null || chosen.has(id);

    const toggle = (entry: Entry, range = false) => {
      const base = new Map(chosen ?? entries.map((each) => [each.id, each]));
      const select = !isSelected(entry.id);
      const from = range ? entries.findIndex((each) => each.id === anchor) : -1;
      const to = entries.findIndex((each) => each.id === entry.id);
      const touched = from < 0 ? [entry] : entries.slice(Math.min(from, to), Math.max(from, to) + 1);
      for (const each of touched) {
        if (range && from >= 0 ? true : select) {
          base.set(each.id, each);
        } else {
          base.delete(each.id);
        }
      }
      setSelection({ all: false, entries: base });
      setAnchor(entry.id);
    };

    return {
      selection,
      isSelected,
      toggle,
      selectLoaded: () => setSelection({ all: false, entries: new Map(entries.map((each) => [each.id, each])) }),
      selectAll: () => setSelection({ all: true }),
      clear: () => {
        setSelection(NOTHING);
        setAnchor(null);
      },
    };
  }, [entries, selection, anchor]);
}
