import { Combobox, Text, useCombobox } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useEffect, useMemo, useState } from 'react';
import classes from './picker.module.css';

export interface Option {
  value: string;
  label: string;
  mark?: ReactNode;
  help?: string;
}

export type Ticked = 'all' | 'some';

interface Props {
  options: readonly Option[];
  ticked: ReadonlyMap<string, Ticked>;
  onPick: (value: string) => void;
  /** Stays open, for several. */
  multiple?: boolean;
  /** Makes an option of what is typed, when none is called so. */
  onCreate?: (label: string) => void;
  placeholder?: string;
  opened?: boolean;
  onClose?: () => void;
  footer?: ReactNode;
  children: (props: { onClick: () => void; 'aria-expanded': boolean; 'aria-haspopup': 'listbox' }) => ReactElement;
}

const SEARCHED_FROM = 7;
const SHOWN = 100;

/** A list to choose from, below whatever opens it: one value, or several that are ticked for all, some or none. */
export function Picker({
  options,
  ticked,
  onPick,
  multiple = false,
  onCreate,
  placeholder = 'Search',
  opened: openedFirst = false,
  onClose,
  footer,
  children,
}: Props) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    defaultOpened: false,
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
      onClose?.();
    },
    onDropdownOpen: () => {
      if (searched) {
        combobox.focusSearchInput();
      } else {
        combobox.focusTarget();
      }
    },
  });
  const searched = onCreate !== undefined || options.length >= SEARCHED_FROM;

  // Opened from outside: by a key, or by a cell that becomes a picker when it is clicked.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it is asked for
  useEffect(() => {
    if (openedFirst) {
      combobox.openDropdown();
    }
  }, [openedFirst]);

  const wanted = search.trim().toLowerCase();
  const found = useMemo(
    () => options.filter((option) => option.label.toLowerCase().includes(wanted)),
    [options, wanted],
  );
  const creatable = onCreate && wanted !== '' && !options.some((option) => option.label.toLowerCase() === wanted);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first is chosen anew whenever the list is another
  useEffect(() => {
    if (wanted !== '') {
      combobox.selectFirstOption();
    }
  }, [wanted]);

  const pick = (value: string) => {
    if (value === CREATE) {
      onCreate?.(search.trim());
      setSearch('');
    } else {
      onPick(value);
    }
    if (!multiple) {
      combobox.closeDropdown();
    }
  };

  return (
    <Combobox store={combobox} width={260} position="bottom-start" withinPortal onOptionSubmit={pick} shadow="md">
      <Combobox.Target targetType="button">
        {children({
          onClick: () => combobox.toggleDropdown(),
          'aria-expanded': combobox.dropdownOpened,
          'aria-haspopup': 'listbox',
        })}
      </Combobox.Target>
      <Combobox.Dropdown onClick={(event) => event.stopPropagation()}>
        {searched && (
          <Combobox.Search
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder={onCreate ? 'Search, or type a new one' : placeholder}
            aria-label={placeholder}
          />
        )}
        <Combobox.Options className={classes.options} aria-label={placeholder} aria-multiselectable={multiple}>
          {found.slice(0, SHOWN).map((option) => {
            const tick = ticked.get(option.value);
            return (
              <Combobox.Option
                key={option.value}
                value={option.value}
                active={tick !== undefined}
                aria-selected={tick === 'all'}
                className={classes.option}
              >
                <span className={classes.tick}>
                  {tick === 'all' && <IconCheck size={14} aria-hidden />}
                  {tick === 'some' && <IconMinus size={14} aria-label="on some of them" />}
                </span>
                {option.mark}
                <span className={classes.label}>
                  {option.label}
                  {option.help && <span className={classes.help}>{option.help}</span>}
                </span>
              </Combobox.Option>
            );
          })}
          {creatable && (
            <Combobox.Option value={CREATE} className={classes.option}>
              <span className={classes.tick}>+</span>
              <span className={classes.label}>Create “{search.trim()}”</span>
            </Combobox.Option>
          )}
          {found.length === 0 && !creatable && <Combobox.Empty>No results</Combobox.Empty>}
          {found.length > SHOWN && (
            <Text size="xs" c="dimmed" p={6}>
              {found.length - SHOWN} more: type to search
            </Text>
          )}
        </Combobox.Options>
        {footer && <Combobox.Footer>{footer}</Combobox.Footer>}
      </Combobox.Dropdown>
    </Combobox>
  );
}

const CREATE = '\u0000create';
