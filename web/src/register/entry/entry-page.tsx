import { Box, Group, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { useEvents } from '../../api/events';
import { ProblemError } from '../../api/problem';
import { useCan, useSession } from '../../session/session';
import { useTitle } from '../../ui/hooks';
import { own, useKeys } from '../../ui/keys';
import { Empty, Failed, PageLoading } from '../../ui/states';
import { When } from '../../ui/when';
import { fetchEntry } from '../api';
import { useShown } from '../changing';
import { InPlace } from '../editing/in-place';
import { type Entry, type Field, fieldOf, type Kind, labelOf } from '../kind';
import { Timeline } from '../timeline/timeline';
import { EntryActions } from './entry-actions';
import classes from './entry-page.module.css';
import { useNeighbours } from './neighbours';

export interface Layout {
  /** Beside the title, most looked at. */
  head: readonly string[];
  /** Below each other in the main column, as prose. */
  prose: readonly string[];
  side: readonly { label: string; fields: readonly string[] }[];
}

interface Props {
  kind: Kind;
  layout: Layout;
  main?: (entry: Entry, writable: boolean) => ReactNode;
  aside?: (entry: Entry, writable: boolean) => ReactNode;
}

/** One incident or risk: all that is known of it, each field its own editor, and what happened to it. */
export function EntryPage(props: Props) {
  const { kind } = props;
  const { id = '' } = useParams();
  const entry = useQuery({
    queryKey: ['entry', kind.register, id],
    queryFn: ({ signal }) => fetchEntry(kind, id, signal),
    staleTime: 5_000,
  });
  useTitle(entry.data ? `${entry.data.id} ${entry.data.values.title}` : id);
  if (entry.data) {
    return <Loaded {...props} entry={entry.data} />;
  }
  if (entry.error instanceof ProblemError && [404, 400].includes(entry.error.status)) {
    return (
      <Empty title={`${id} was not found`} action={<Link to={`/${kind.register}`}>Go to all {kind.many}</Link>}>
        It may have been deleted. You can undo a deletion under Settings, Recent changes.
      </Empty>
    );
  }
  return entry.error ? <Failed error={entry.error} onRetry={() => entry.refetch()} /> : <PageLoading />;
}

function Loaded({ kind, layout, main, aside, entry }: Props & { entry: Entry }) {
  const writable = useCan()(`${kind.register}:write`);
  const navigate = useNavigate();
  const location = useLocation();
  const { user } = useSession();
  const { reload } = useShown(kind);
  const queries = useQueryClient();
  const list = (location.state as { list?: string } | null)?.list;
  const { previous, next, place } = useNeighbours(kind, entry.id, list);
  const [asked, setAsked] = useState<string | null>(null);
  const [changedBy, setChangedBy] = useState(false);
  const comment = useRef<HTMLDivElement>(null);

  useEvents((heard) => {
    if (heard !== 'missed') {
      const isOther = heard.register !== kind.register || (heard.ids && !heard.ids.includes(entry.id));
      if (heard.by === user.id || isOther) {
        return;
      }
    }
    queries.invalidateQueries({ queryKey: ['comments', kind.register, entry.id] });
    reload(entry.id)
      .then((now) => setChangedBy((already) => already || now.version > entry.version))
      .catch(() => setChangedBy(false));
  });

  const go = (to: string | null) =>
    to && navigate(`/${kind.register}/${to}`, { state: location.state, replace: true });
  const back = () => navigate(`/${kind.register}${list ?? ''}`);
  const ask = (name: string) => writable && setAsked(name);
  useKeys([
    ['j', own(() => go(next))],
    ['k', own(() => go(previous))],
    ['u', own(back)],
    ['e', own(() => ask('title'))],
    ['s', own(() => ask('status'))],
    ['v', own(() => ask('severity'))],
    ['a', own(() => ask('assigned_to'))],
    ['t', own(() => ask('tags'))],
    ['c', own(() => comment.current?.querySelector('textarea')?.focus())],
  ]);

  const inPlace = (name: string) => {
    const field = fieldOf(kind, name) as Field;
    return (
      <InPlace
        key={`${entry.id}-${name}`}
        kind={kind}
        entry={entry}
        field={field}
        writable={writable}
        asked={asked === name}
        onAnswered={() => setAsked(null)}
      />
    );
  };

  return (
    <Box component="main" className={classes.page}>
      <Group justify="space-between" className={classes.top} wrap="wrap" gap="xs">
        <Group gap={6} wrap="nowrap">
          <Link to={`/${kind.register}${list ?? ''}`} className={classes.crumb}>
            {kind.register === 'incidents' ? 'Incidents' : 'Risks'}
          </Link>
          <Text size="sm" c="dimmed">
            /
          </Text>
          <Text size="sm" fw={550}>
            {entry.id}
          </Text>
          {changedBy && (
            <Text size="xs" c="dimmed" role="status">
              changed by someone else just now
            </Text>
          )}
        </Group>
        <EntryActions
          kind={kind}
          entry={entry}
          writable={writable}
          place={place}
          onPrevious={previous ? () => go(previous) : undefined}
          onNext={next ? () => go(next) : undefined}
          onDeleted={back}
        />
      </Group>
      <Title order={1} className={classes.title}>
        {inPlace('title')}
      </Title>
      <Group gap="lg" className={classes.keys}>
        {layout.head.map((name) => (
          <div key={name} className={classes.key}>
            <span className={classes.label}>{labelOf(kind, name)}</span>
            {inPlace(name)}
          </div>
        ))}
      </Group>
      <div className={classes.columns}>
        <div className={classes.main}>
          {layout.prose.map((name) => (
            <section key={name} aria-label={labelOf(kind, name)} className={classes.section}>
              <Title order={2} size="h6" mb={4}>
                {labelOf(kind, name)}
              </Title>
              {inPlace(name)}
            </section>
          ))}
          {main?.(entry, writable)}
          <Timeline kind={kind} entry={entry} writable={writable} commentRef={comment} />
        </div>
        <aside className={classes.side} aria-label="Details">
          {layout.side.map((group) => (
            <section key={group.label} aria-label={group.label} className={classes.group}>
              <Title order={2} size="h6" mb={2}>
                {group.label}
              </Title>
              {group.fields.map((name) => (
                <div key={name} className={classes.row}>
                  <span className={classes.label} title={fieldOf(kind, name)?.help}>
                    {labelOf(kind, name)}
                  </span>
                  <div className={classes.value}>{inPlace(name)}</div>
                </div>
              ))}
            </section>
          ))}
          {aside?.(entry, writable)}
          <Text size="xs" c="dimmed">
            Opened by {nameOf(entry.values.opened_by)} <When at={entry.values.created_date as string} />
            <br />
            Changed by {nameOf(entry.values.updated_by)} <When at={entry.values.updated_date as string} /> · version{' '}
            {entry.version}
          </Text>
        </aside>
      </div>
    </Box>
  );
}

function nameOf(user: { first_name: string; last_name: string } | null): string {
  return user ? `${user.first_name} ${user.last_name}`.trim() : 'somebody';
}
