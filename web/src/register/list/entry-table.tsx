import { Checkbox, NativeSelect, Skeleton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type ColumnDef, type ColumnSizingState, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useSteady } from '../../ui/hooks';
import { type Entry, type Field, fieldOf, type Kind } from '../kind';
import { type Column, EntryRow } from './entry-row';
import classes from './entry-table.module.css';
import { NewRow } from './new-row';

const ROW_HEIGHT = 34;
/** Of a row that tells in two lines what has no columns. */
const NARROW_ROW_HEIGHT = 64;
/** Of a cell, on both sides. */
const PADDING = 16;
const NEAR_THE_END = 40;

interface Props {
  kind: Kind;
  entries: readonly Entry[];
  columns: readonly string[];
  sizes: ColumnSizingState;
  onSizes: (sizes: ColumnSizingState) => void;
  /** Too little room for columns. */
  narrow: boolean;
  order: { name: string; descending: boolean };
  onOrder: (order: string) => void;
  /** A new entry is being written, in the first row. */
  adding: boolean;
  /** How often it was asked for: each time it has the focus. */
  asked: number;
  onAddingClosed: () => void;
  onAdded: (id: string) => void;
  isSelected: (id: string) => boolean;
  allSelected: boolean;
  onToggle: (entry: Entry, range: boolean) => void;
  onToggleAll: () => void;
  focus: number;
  onFocus: (index: number) => void;
  marked: ReadonlySet<string>;
  loading: boolean;
  hasMore: boolean;
  onMore: () => void;
  onOpen: (id: string) => void;
  total: number;
  /** A bar hangs over the end of the list. */
  barred: boolean;
}

/** The rows of a list, of which only those in view are in the document, however long it is. */
export function EntryTable(props: Props) {
  const { kind, entries, columns, sizes, onSizes, focus, hasMore, onMore, narrow } = props;
  const scroller = useRef<HTMLDivElement>(null);

  const definitions = useMemo<ColumnDef<Entry>[]>(
    () =>
      kind.fields.map((field) => ({
        id: field.name,
        accessorFn: (entry) => entry.id,
        size: field.width ?? 140,
        minSize: 70,
      })),
    [kind],
  );
  const table = useReactTable({
    data: entries as Entry[],
    columns: definitions,
    state: {
      columnOrder: columns as string[],
      columnVisibility: Object.fromEntries(kind.fields.map((field) => [field.name, columns.includes(field.name)])),
      columnSizing: sizes,
    },
    columnResizeMode: 'onEnd',
    onColumnSizingChange: (update) => onSizes(typeof update === 'function' ? update(sizes) : update),
    getCoreRowModel: getCoreRowModel(),
  });
  const headers = table.getFlatHeaders().filter((header) => columns.includes(header.id));
  const template = [
    '36px',
    ...headers.map((header) =>
      header.id === 'title' ? `minmax(${header.getSize()}px, 1fr)` : `${header.getSize()}px`,
    ),
  ].join(' ');
  const width = narrow ? 0 : headers.reduce((sum, header) => sum + header.getSize(), 36);
  const names = narrow ? kind.narrow : headers.map((header) => header.id);
  // The same as long as they are alike: each row looks at them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes are what the table goes by
  const shown = useMemo<Column[]>(
    () =>
      names.map((name) => ({
        field: fieldOf(kind, name) as Field,
        room: (table.getColumn(name)?.getSize() ?? 140) - PADDING,
      })),
    [kind, names.join(' '), sizes],
  );

  // The same functions as long as the list stands, so that a row is drawn anew only for what is new in it.
  const toggle = useSteady(props.onToggle);
  const open = useSteady(props.onOpen);

  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && last >= entries.length - NEAR_THE_END) {
      onMore();
    }
  }, [hasMore, last, entries.length, onMore]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the rows become higher or lower
  useEffect(() => virtualizer.measure(), [narrow]);

  // A row that is reached by a key comes into view, and has the focus of the keyboard.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the focus moves
  useEffect(() => {
    if (focus < 0 || focus >= entries.length) {
      return;
    }
    virtualizer.scrollToIndex(focus);
    requestAnimationFrame(() => {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${focus}"]`);
      if (row && !row.contains(document.activeElement)) {
        row.focus({ preventScroll: true });
      }
    });
  }, [focus]);

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      aria-label={`List of ${kind.many}`}
      aria-rowcount={props.total}
      aria-busy={props.loading}
      aria-multiselectable
      data-loaded={entries.length}
      tabIndex={-1}
    >
      <div className={classes.head} role="rowgroup" style={{ minWidth: width }}>
        <div
          role="row"
          className={classes.headRow}
          style={{ gridTemplateColumns: narrow ? undefined : template }}
          aria-rowindex={1}
        >
          <div role="columnheader" className={classes.check}>
            <Checkbox
              size={narrow ? 'sm' : 'xs'}
              aria-label="Select all loaded"
              checked={props.allSelected && entries.length > 0}
              onChange={props.onToggleAll}
            />
          </div>
          {narrow ? (
            <div role="columnheader" className={classes.narrowHead}>
              <OrderChoice kind={kind} order={props.order} onOrder={props.onOrder} />
            </div>
          ) : (
            headers.map((header) => (
              <HeaderCell
                key={header.id}
                field={fieldOf(kind, header.id) as Field}
                order={props.order}
                onOrder={props.onOrder}
                onResize={header.getResizeHandler()}
                resizing={header.column.getIsResizing()}
              />
            ))
          )}
        </div>
        {props.adding && (
          <NewRow
            kind={kind}
            fields={shown.map(({ field }) => field)}
            template={template}
            narrow={narrow}
            asked={props.asked}
            onClose={props.onAddingClosed}
            onAdded={props.onAdded}
          />
        )}
      </div>
      <div
        role="rowgroup"
        className={classes.body}
        style={{ height: virtualizer.getTotalSize(), minWidth: width }}
        data-stale={props.loading || undefined}
      >
        {items.map((item) => {
          const entry = entries[item.index] as Entry;
          return (
            <EntryRow
              key={entry.id}
              kind={kind}
              entry={entry}
              columns={shown}
              narrow={narrow}
              index={item.index}
              top={item.start}
              template={template}
              selected={props.isSelected(entry.id)}
              focused={focus === item.index}
              marked={props.marked.has(entry.id)}
              onToggle={toggle}
              onFocus={props.onFocus}
              onOpen={open}
            />
          );
        })}
      </div>
      {props.barred && <div className={classes.underBar} aria-hidden />}
      {hasMore && (
        <div className={classes.more} aria-hidden>
          <Skeleton h={16} w={320} />
        </div>
      )}
    </div>
  );
}

interface HeaderProps {
  field: Field;
  order: { name: string; descending: boolean };
  onOrder: (order: string) => void;
  onResize: (event: unknown) => void;
  resizing: boolean;
}

function HeaderCell({ field, order, onOrder, onResize, resizing }: HeaderProps) {
  const ordered = order.name === field.name;
  const sorted = ordered ? (order.descending ? 'descending' : 'ascending') : undefined;
  const next = ordered && !order.descending ? `-${field.name}` : field.name;
  const onKey = (event: KeyboardEvent) => event.stopPropagation();
  return (
    <div role="columnheader" className={classes.headCell} aria-sort={sorted}>
      {field.sortable ? (
        <button type="button" className={classes.sort} onClick={() => onOrder(next)} onKeyDown={onKey}>
          {field.label}
          {ordered &&
            (order.descending ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)}
        </button>
      ) : (
        <span className={classes.sort}>{field.label}</span>
      )}
      <span
        className={classes.resize}
        data-resizing={resizing || undefined}
        onMouseDown={onResize}
        onTouchStart={onResize}
        aria-hidden
      />
    </div>
  );
}

/** Where there are no columns to click on. */
function OrderChoice({ kind, order, onOrder }: Pick<HeaderProps, 'order' | 'onOrder'> & { kind: Kind }) {
  const choices = kind.fields
    .filter((field) => field.sortable)
    .flatMap(({ name, label, type }) => {
      const [up, down] = type === 'date' ? ['oldest first', 'newest first'] : ['ascending', 'descending'];
      return name === 'id'
        ? [
            { value: '-id', label: 'Newest first' },
            { value: 'id', label: 'Oldest first' },
          ]
        : [
            { value: `-${name}`, label: `${label}, ${down}` },
            { value: name, label: `${label}, ${up}` },
          ];
    });
  return (
    <NativeSelect
      variant="unstyled"
      size="xs"
      aria-label="Order"
      value={(order.descending ? '-' : '') + order.name}
      onChange={(event) => onOrder(event.currentTarget.value)}
      data={choices}
    />
  );
}
