import { ActionIcon, Box, Button, Group, Menu, Text, Title } from '@mantine/core';
import { IconDots, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ColumnSizingState } from '@tanstack/react-table';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { noteList } from '../../api/calls';
import { useCan, useSession } from '../../session/session';
import { FirstIncidents } from '../../transfer/first-incidents';
import { useDraft } from '../../ui/drafts';
import { useKept, useNarrow, useSteady, useTitle } from '../../ui/hooks';
import { own, useKeys } from '../../ui/keys';
import { Empty, Failed } from '../../ui/states';
import type { Query } from '../api';
import type { Chosen } from '../bulk/bulk';
import { type BarAction, BulkBar } from '../bulk/bulk-bar';
import { useShown } from '../changing';
import { useCounts } from '../filters/counts';
import { FilterBar } from '../filters/filter-bar';
import {
  filtersOf,
  isFiltered,
  orderOf,
  queryOf,
  type Step,
  selecting,
  toSearch,
  withOrder,
} from '../filters/query';
import { type Entry, fieldOf, type Kind } from '../kind';
import { ColumnsMenu } from './columns-menu';
import { EntryTable } from './entry-table';
import { listOf, useList } from './list';
import { useMarked } from './live';
import classes from './register-page.module.css';
import { useSelection } from './selection';
import { ViewsMenu } from './views-menu';

const LastCall = lazy(() => import('../bulk/api-call').then((module) => ({ default: module.LastCall })));

interface Props {
  kind: Kind;
  /** What only one of the registers has above its list. */
  tools?: (query: Query, onChange: (step: Step) => void) => ReactNode;
}

/** A register: its list, what filters it, and what changes many at once. The address is its state. */
export function RegisterPage({ kind, tools }: Props) {
  const title = kind.register === 'incidents' ? 'Incidents' : 'Risks';
  useTitle(title);
  const { user } = useSession();
  const writable = useCan()(`${kind.register}:write`);
  const [address, setAddress] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const query = useMemo(() => queryOf(kind, address), [kind, address]);
  const change = useSteady((step: Step) => {
    const next = step(queryOf(kind, new URLSearchParams(window.location.search)));
    // Before the page is drawn for it, which takes as long as finding it.
    queries.prefetchInfiniteQuery(listOf(kind, next));
    setAddress(new URLSearchParams(toSearch(next)), { replace: true });
  });

  const kept = `blotter-${user.id}-${kind.register}`;
  const [columnsKept, setColumns] = useKept<string[]>(`${kept}-columns`, [...kind.defaultColumns]);
  const columns = columnsKept.filter((name) => fieldOf(kind, name));
  const [sizes, setSizes] = useKept<ColumnSizingState>(`${kept}-sizes`, {});

  const { entries, total, totalIsExact, pages } = useList(kind, query);
  const { marked, arrived, catchUp } = useMarked(kind, entries);
  const selection = useSelection(entries);
  const [focus, setFocus] = useState(-1);
  const [asked, setAsked] = useState<BarAction>(null);
  const [copying, setCopying] = useState(false);
  const narrow = useNarrow();
  const adding = useAdding(kind, entries, setFocus);
  const searchRef = useRef<HTMLInputElement>(null);
  const order = orderOf(query);
  const allLoadedSelected = entries.length > 0 && entries.every((entry) => selection.isSelected(entry.id));

  const exact = useExactTotal(kind, query, total, totalIsExact, selection.selection.all);
  const chosen = useMemo<Chosen | null>(() => {
    if (selection.selection.all) {
      return { query: selecting(query), total: exact ?? total };
    }
    // As they are now: they may have changed since they were selected.
    const now = new Map(entries.map((entry) => [entry.id, entry]));
    const selected = [...selection.selection.entries.values()].map((entry) => now.get(entry.id) ?? entry);
    return selected.length > 0 ? { entries: selected } : null;
  }, [selection.selection, query, exact, total, entries]);

  const focused: Entry | undefined = entries[focus];
  const move = (step: number) => setFocus((at) => Math.max(0, Math.min(entries.length - 1, at + step)));
  const ask = (action: BarAction) => {
    if (!writable) {
      return;
    }
    if (!chosen && focused) {
      selection.toggle(focused);
    }
    if (chosen || focused) {
      setAsked(action);
    }
  };
  const open = (id: string) => navigate(`/${kind.register}/${id}`, { state: { list: location.search } });

  useKeys([
    ['j', own(() => move(1))],
    ['k', own(() => move(-1))],
    ['ArrowDown', own(() => move(1))],
    ['ArrowUp', own(() => move(-1))],
    ['x', own(() => focused && selection.toggle(focused))],
    ['shift+x', own(() => focused && selection.toggle(focused, true))],
    ['mod+a', own(() => (allLoadedSelected ? selection.clear() : selection.selectLoaded()))],
    // On a link or a button it is theirs.
    [
      'Enter',
      (event) => (event.target as HTMLElement).getAttribute('role') === 'row' && focused && open(focused.id),
    ],
    ['o', own(() => focused && open(focused.id))],
    ['e', own(() => ask('edit'))],
    ['s', own(() => ask('status'))],
    ['v', own(() => kind.quick.includes('severity') && ask('severity'))],
    ['a', own(() => ask('assigned_to'))],
    ['t', own(() => ask('tags'))],
    ['Delete', own(() => ask('delete'))],
    ['c', own(() => writable && adding.open())],
    ['/', own(() => searchRef.current?.focus())],
    ['Escape', () => selection.clear()],
  ]);

  const onMore = useCallback(() => {
    if (!pages.isFetchingNextPage) {
      pages.fetchNextPage();
    }
  }, [pages.isFetchingNextPage, pages.fetchNextPage]);

  useEffect(() => {
    const search = toSearch(query);
    noteList(`/api/v1/${kind.register}${search && `?${search}`}`);
  }, [kind, query]);

  return (
    <Box component="main" className={classes.page}>
      <Group className={classes.head} justify="space-between" gap="xs">
        <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
          <Title order={1} size="h4">
            {title}
          </Title>
          <Text size="sm" c="dimmed" aria-live="polite" className={classes.total}>
            {pages.isPending ? '' : `${total.toLocaleString()}${totalIsExact ? '' : '+'}`}
            {isFiltered(query) && !pages.isPending ? ' found' : ''}
          </Text>
          <ViewsMenu
            kind={kind}
            query={query}
            columns={columns}
            onOpen={(view) => {
              setAddress(new URLSearchParams(view.query));
              if (view.columns.length > 0) {
                setColumns(view.columns);
              }
            }}
          />
        </Group>
        <Group gap={6} wrap="nowrap">
          {arrived > 0 && (
            <Button size="compact-sm" variant="light" leftSection={<IconRefresh size={14} />} onClick={catchUp}>
              {arrived} new
            </Button>
          )}
          {tools?.(query, change)}
          {!narrow && <ColumnsMenu kind={kind} columns={columns} onChange={setColumns} />}
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="default" aria-label="More" title="More">
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setCopying(true)}>Copy as API call</Menu.Item>
              {kind.register === 'incidents' && (
                <>
                  <Menu.Divider />
                  {writable && (
                    <Menu.Item component={Link} to="/import">
                      Import CSV file
                    </Menu.Item>
                  )}
                  <Menu.Item component="a" href={exportAddress(query, 'csv')} download>
                    Export as CSV
                  </Menu.Item>
                  <Menu.Item component="a" href={exportAddress(query, 'jsonl')} download>
                    Export as JSON lines
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
          {writable && (
            <Button
              size="compact-sm"
              h={28}
              leftSection={<IconPlus size={15} />}
              aria-label={`Add ${kind.one}`}
              onClick={adding.open}
            >
              Add{narrow ? '' : ` ${kind.one}`}
            </Button>
          )}
        </Group>
      </Group>
      <FilterBar kind={kind} query={query} onChange={change} busy={pages.isPlaceholderData} searchRef={searchRef} />
      {pages.error ? (
        <Failed error={pages.error} onRetry={() => pages.refetch()} />
      ) : !pages.isPending && entries.length === 0 && !adding.opened ? (
        <Nothing
          kind={kind}
          query={query}
          writable={writable}
          onClear={() => change(() => ({}))}
          onAdd={adding.open}
        />
      ) : (
        <EntryTable
          kind={kind}
          entries={entries}
          columns={columns}
          sizes={sizes}
          onSizes={setSizes}
          narrow={narrow}
          order={order}
          onOrder={(by) => change((now) => withOrder(now, by))}
          adding={writable && adding.opened}
          asked={adding.asked}
          onAddingClosed={adding.close}
          onAdded={adding.done}
          isSelected={selection.isSelected}
          allSelected={allLoadedSelected}
          onToggle={selection.toggle}
          onToggleAll={() => (allLoadedSelected ? selection.clear() : selection.selectLoaded())}
          focus={focus}
          onFocus={setFocus}
          marked={marked}
          loading={pages.isPlaceholderData || pages.isPending}
          hasMore={pages.hasNextPage}
          onMore={onMore}
          total={total}
          onOpen={open}
          barred={chosen !== null && writable}
        />
      )}
      {chosen && writable && (
        <BulkBar
          kind={kind}
          chosen={chosen}
          all={total}
          onSelectAll={selection.selectAll}
          onClear={selection.clear}
          asked={asked}
          onAnswered={() => setAsked(null)}
        />
      )}
      <Suspense>{copying && <LastCall onClose={() => setCopying(false)} />}</Suspense>
    </Box>
  );
}

/** A new entry in the first row. It is open until it is saved or left, also over a reload of the page. */
function useAdding(kind: Kind, entries: readonly Entry[], onFocus: (index: number) => void) {
  const navigate = useNavigate();
  const { told } = useShown(kind);
  const [state, setState] = useDraft(`new-${kind.register}`, '');
  const [asked, setAsked] = useState(0);
  const [added, setAdded] = useState<string | null>(null);

  // The list is there with the new one some time after it was saved.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the list has changed
  useEffect(() => {
    const index = added === null ? -1 : entries.findIndex((entry) => entry.id === added);
    if (index >= 0) {
      onFocus(index);
      setAdded(null);
    }
  }, [entries, added]);

  return {
    opened: state !== '',
    asked,
    open: () => {
      onFocus(-1);
      setAsked(asked + 1);
      setState('open');
    },
    close: () => setState(''),
    done: (id: string) => {
      setState('');
      setAdded(id);
      told(`${id} added`, [], { label: 'Open', act: () => navigate(`/${kind.register}/${id}`) });
    },
  };
}

function exportAddress(query: Query, format: string): string {
  return `/api/v1/incidents/export?${toSearch({ ...query, format })}`;
}

/** The list counts to 10,000 and says "or more" above; a change by filter needs the very number. */
function useExactTotal(kind: Kind, query: Query, total: number, isExact: boolean, wanted: boolean): number | null {
  const counts = useCounts(kind, filtersOf(query), wanted && !isExact);
  return isExact ? total : (counts.data?.total ?? null);
}

function Nothing({
  kind,
  query,
  writable,
  onClear,
  onAdd,
}: {
  kind: Kind;
  query: Query;
  writable: boolean;
  onClear: () => void;
  onAdd: () => void;
}) {
  return isFiltered(query) ? (
    <Empty
      title={`No matching ${kind.many}`}
      action={
        <Button variant="default" size="xs" onClick={onClear}>
          Clear all filters
        </Button>
      }
    >
      An entry must match every filter, and any one of a filter’s values.
    </Empty>
  ) : (
    <Empty
      title={`No ${kind.many} yet`}
      action={
        kind.register === 'incidents' ? (
          <FirstIncidents onAdd={onAdd} />
        ) : (
          writable && (
            <Button size="xs" onClick={onAdd}>
              Add {kind.one}
            </Button>
          )
        )
      }
    >
      {kind.register === 'incidents'
        ? 'Every security incident gets a row here: what happened, when, how severe it was, and who is assigned. Programs add incidents through the API; you can use the button below or press c. You can load sample data to look around, and remove it with Undo.'
        : 'Risks are events that could happen again. Create them here, or refer them from an incident.'}
    </Empty>
  );
}
