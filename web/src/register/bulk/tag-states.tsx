import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import { Picker, type Ticked } from '../../ui/picker';
import { useOptions } from '../fields/options';
import { useCounts } from '../filters/counts';
import { fieldOf, type Kind } from '../kind';
import { type Chosen, sizeOf } from './bulk';

export interface TagChange {
  add: string[];
  remove: string[];
}

/** Which tags all of the chosen have, and which some. */
export function useTagStates(kind: Kind, chosen: Chosen): Map<string, Ticked> {
  const byFilter = 'entries' in chosen ? null : chosen;
  const counts = useCounts(kind, byFilter?.query ?? {}, byFilter !== null);
  return useMemo(() => {
    const found = new Map<string, number>();
    if ('entries' in chosen) {
      for (const { content } of chosen.entries.flatMap((entry) => entry.tags)) {
        found.set(content, (found.get(content) ?? 0) + 1);
      }
    } else {
      for (const { tag, count } of counts.data?.tags ?? []) {
        found.set(tag.content, count);
      }
    }
    const all = sizeOf(chosen);
    return new Map([...found].map(([tag, count]) => [tag, count >= all ? 'all' : 'some']));
  }, [chosen, counts.data]);
}

interface Props {
  kind: Kind;
  chosen: Chosen;
  change: TagChange;
  onChange: (change: TagChange) => void;
  opened?: boolean;
  onClose?: () => void;
  children: Parameters<typeof Picker>[0]['children'];
}

/** Ticks tags for all, some or none of the chosen; what is ticked anew is put on, what is unticked taken off. */
export function TagStatesPicker({
  kind,
  chosen,
  change,
  onChange,
  opened,
  onClose,
  children,
}: Props): ReactElement {
  const field = fieldOf(kind, 'tags');
  const options = useOptions(kind, field as NonNullable<typeof field>);
  const states = useTagStates(kind, chosen);
  const [made, setMade] = useState<string[]>([]);

  const ticked = new Map(states);
  for (const tag of change.add) {
    ticked.set(tag, 'all');
  }
  for (const tag of change.remove) {
    ticked.delete(tag);
  }
  const without = (tag: string) => ({
    add: change.add.filter((each) => each !== tag),
    remove: change.remove.filter((each) => each !== tag),
  });
  const pick = (tag: string) => {
    const base = without(tag);
    const was = states.get(tag);
    if (change.add.includes(tag)) {
      // From "on all" on to "on none", where some have it.
      onChange(was ? { ...base, remove: [...base.remove, tag] } : base);
    } else if (change.remove.includes(tag)) {
      onChange(base);
    } else {
      onChange(was === 'all' ? { ...base, remove: [...base.remove, tag] } : { ...base, add: [...base.add, tag] });
    }
  };
  // Those that are in use among the chosen stand first: they are what is taken off.
  const sorted = [...options].sort((one, other) => rank(states, one.value) - rank(states, other.value));
  return (
    <Picker
      options={[...made.map((tag) => ({ value: tag, label: tag })), ...sorted]}
      ticked={ticked}
      onPick={pick}
      onCreate={(label) => {
        setMade([...made, label]);
        onChange({ ...change, add: [...change.add, label] });
      }}
      multiple
      placeholder="Tags"
      opened={opened}
      onClose={onClose}
    >
      {children}
    </Picker>
  );
}

function rank(states: ReadonlyMap<string, Ticked>, tag: string): number {
  return states.has(tag) ? 0 : 1;
}
