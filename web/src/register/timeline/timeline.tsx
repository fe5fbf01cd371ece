import {
  Box,
  Button,
  Group,
  Menu,
  Modal,
  SegmentedControl,
  Stack,
  Text,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { IconArrowRight, IconDots } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { fullName } from '../../api/directory';
import { explain } from '../../api/problem';
import type { BatchRecord, Comment, HistoryEntry } from '../../api/types';
import { useSession } from '../../session/session';
import { useDraft } from '../../ui/drafts';
import { useKept } from '../../ui/hooks';
import Markdown from '../../ui/markdown';
import { MarkdownInput } from '../../ui/markdown-input';
import { Avatar } from '../../ui/marks';
import { Failed } from '../../ui/states';
import { When } from '../../ui/when';
import { addComment, deleteComment, editComment, fetchComments, fetchHistory } from '../api';
import { failed, useShown } from '../changing';
import { shownValue } from '../fields/shown-value';
import { counted, type Entry, fieldOf, type Kind, labelOf } from '../kind';
import classes from './timeline.module.css';
import { type Moment, merged } from './timeline-model';

interface Props {
  kind: Kind;
  entry: Entry;
  writable: boolean;
  commentRef: RefObject<HTMLDivElement | null>;
}

/** What happened to an entry and what was said about it, newest first. */
export function Timeline({ kind, entry, writable, commentRef }: Props) {
  const history = useQuery({
    queryKey: ['history', kind.register, entry.id],
    queryFn: () => fetchHistory(kind, entry.id),
  });
  const comments = useQuery({
    queryKey: ['comments', kind.register, entry.id],
    queryFn: () => fetchComments(kind, entry.id),
  });
  const [shown, setShown] = useKept<string>('blotter-timeline', 'all');
  const moments = merged(
    shown === 'comments' ? [] : (history.data ?? []),
    shown === 'history' ? [] : (comments.data ?? []),
  );
  const error = history.error ?? comments.error;
  return (
    <section aria-label="Timeline">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h6">
          Timeline
        </Title>
        <SegmentedControl
          size="xs"
          value={shown}
          onChange={setShown}
          data={[
            { value: 'all', label: 'All' },
            { value: 'comments', label: `Comments${comments.data?.length ? ` ${comments.data.length}` : ''}` },
            { value: 'history', label: 'Changes' },
          ]}
        />
      </Group>
      {writable && (
        <div ref={commentRef}>
          <NewComment kind={kind} entry={entry} />
        </div>
      )}
      {error && <Failed error={error} />}
      <Stack component="ol" gap={0} className={classes.list}>
        {moments.map((moment) => (
          <li key={moment.key} className={classes.item}>
            {moment.comment ? (
              <CommentItem kind={kind} entry={entry} comment={moment.comment} writable={writable} />
            ) : (
              <ChangeItem kind={kind} moment={moment} writable={writable} />
            )}
          </li>
        ))}
      </Stack>
    </section>
  );
}

function useCommentsChanged(kind: Kind, entry: Entry) {
  const queries = useQueryClient();
  const { reload } = useShown(kind);
  return async () => {
    await queries.invalidateQueries({ queryKey: ['comments', kind.register, entry.id] });
    await reload(entry.id);
  };
}

function NewComment({ kind, entry }: { kind: Kind; entry: Entry }) {
  const [text, setText, drop] = useDraft(`comment-${entry.id}`, '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const changed = useCommentsChanged(kind, entry);
  const save = async () => {
    if (text.trim() === '' || busy) {
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await addComment(kind, entry.id, text);
      drop();
      setText('');
      await changed();
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Box mb="md" className={classes.compose}>
      <MarkdownInput
        label="Comment"
        placeholder="Write a comment"
        value={text}
        onChange={setText}
        onSave={save}
        minRows={2}
        error={problem}
      />
      {text.trim() !== '' && (
        <Button size="compact-sm" mt={6} onClick={save} loading={busy}>
          Comment
        </Button>
      )}
    </Box>
  );
}

function CommentItem({
  kind,
  entry,
  comment,
  writable,
}: {
  kind: Kind;
  entry: Entry;
  comment: Comment;
  writable: boolean;
}) {
  const { user, roles } = useSession();
  const [editing, setEditing] = useState(false);
  const [text, setText] = useState(comment.value);
  const changed = useCommentsChanged(kind, entry);
  const author = comment.user as Comment['user'] & {
    id: string;
    first_name: string;
    last_name: string;
    email: string;
  };
  const own = writable && (author.id === user.id || roles.includes('Admin'));

  const attempt = async (call: Promise<unknown>) => {
    try {
      await call;
      setEditing(false);
      await changed();
    } catch (error) {
      failed('Not saved', error);
    }
  };
  return (
    <article className={classes.comment} aria-label={`Comment by ${fullName(author)}`}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Group gap={6}>
          <Avatar user={author} />
          <Text size="sm" fw={550}>
            {fullName(author)}
          </Text>
          <Text size="xs" c="dimmed">
            <When at={comment.created_date} />
            {comment.edited_date && ' · edited'}
          </Text>
        </Group>
        {own && (
          <Menu position="bottom-end">
            <Menu.Target>
              <UnstyledButton aria-label="Comment actions" className={classes.more}>
                <IconDots size={15} />
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setEditing(true)}>Edit</Menu.Item>
              <Menu.Item color="red" onClick={() => attempt(deleteComment(kind, entry.id, comment.id))}>
                Delete
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {editing ? (
        <>
          <MarkdownInput label="Comment" value={text} onChange={setText} autoFocus />
          <Group gap="xs" mt={6}>
            <Button size="compact-sm" onClick={() => attempt(editComment(kind, entry.id, comment.id, text))}>
              Save
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setEditing(false)}>
              Discard
            </Button>
          </Group>
        </>
      ) : (
        <Markdown text={comment.value} />
      )}
    </article>
  );
}

const VIA: Record<string, string> = {
  api: 'via the API',
  import: 'by an import',
  undo: 'by an undo',
  integration: 'by an integration',
};

const DID: Record<HistoryEntry['kind'], string> = {
  created: 'opened it',
  changed: 'changed',
  commented: 'commented',
  linked: 'linked',
  unlinked: 'removed the link',
  deleted: 'deleted it',
};

function ChangeItem({ kind, moment, writable }: { kind: Kind; moment: Moment; writable: boolean }) {
  const [open, setOpen] = useState(moment.entries.length === 1);
  const first = moment.entries[0] as HistoryEntry;
  const by = first.by as HistoryEntry['by'] & { id: string; first_name: string; last_name: string; email: string };
  return (
    <div className={classes.change}>
      <Avatar user={by} />
      <div className={classes.body}>
        <Text size="sm" component="div">
          <b>{fullName(by)}</b> {moment.entries.length > 1 && first.kind === 'changed' ? 'made' : DID[first.kind]}
          {moment.entries.length > 1 && (
            <>
              {' '}
              <UnstyledButton className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
                {moment.entries.length} {first.kind === 'changed' ? 'changes' : 'times'}
              </UnstyledButton>
            </>
          )}{' '}
          <Text span size="xs" c="dimmed">
            <When at={first.at} /> {VIA[first.via]}
          </Text>
        </Text>
        {open &&
          moment.entries.map((entry) => <Changes key={entry.id} kind={kind} entry={entry} writable={writable} />)}
      </div>
    </div>
  );
}

const LONG = ['description', 'severity_reasoning', 'likelihood_reasoning', 'impact_reasoning'];

function Changes({ kind, entry, writable }: { kind: Kind; entry: HistoryEntry; writable: boolean }) {
  const changes = Object.entries(entry.changes).filter(([, { to, from }]) => to !== null || from !== null);
  // What something began with is told by its fields; only what was said of it from the start is told here.
  const told = entry.kind === 'created' ? changes.filter(([name]) => !['title', ...LONG].includes(name)) : changes;
  return (
    <div className={classes.changes}>
      {told.map(([name, { from, to }]) => (
        <Group key={name} gap={5} fz={13} className={classes.pair}>
          <Text span fz={13} c="dimmed">
            {linkLabel(kind, name)}
          </Text>
          {entry.kind !== 'created' && from !== null && (
            <>
              <span className={classes.value}>{shown(kind, name, from)}</span>
              <IconArrowRight size={12} aria-label="became" />
            </>
          )}
          <span className={classes.value}>{shown(kind, name, to)}</span>
        </Group>
      ))}
      {writable && entry.batch_id && entry.kind === 'changed' && (
        <UndoButton kind={kind} batchId={entry.batch_id} />
      )}
    </div>
  );
}

function linkLabel(kind: Kind, name: string): string {
  return name === 'risk_associations' || name === 'incident_associations' ? 'Link' : labelOf(kind, name);
}

function shown(kind: Kind, name: string, value: unknown) {
  const text = typeof value === 'string' ? value : null;
  const linked = text && /^(INC|RSK)-\d+$/.test(text);
  if (linked && name !== 'id') {
    return <Link to={`/${text.startsWith('INC') ? 'incidents' : 'risks'}/${text}`}>{text}</Link>;
  }
  return shownValue(text && text.length > 160 ? `${text.slice(0, 160)} …` : value, fieldOf(kind, name));
}

/** Takes back the change that this was part of; when it was one of many, says so first. */
function UndoButton({ kind, batchId }: { kind: Kind; batchId: string }) {
  const { takeBack } = useShown(kind);
  const [asked, setAsked] = useState<BatchRecord | null>(null);
  const begin = async () => {
    try {
      const batch = await body(api.GET('/v1/batches/{id}', { params: { path: { id: batchId } } }));
      if (batch.updated > 1 || batch.undone_by) {
        setAsked(batch);
      } else {
        await takeBack([batchId]);
      }
    } catch (error) {
      failed('Not undone', error);
    }
  };
  return (
    <>
      <UnstyledButton className={classes.undo} onClick={begin}>
        Undo
      </UnstyledButton>
      {asked && (
        <Modal
          opened
          onClose={() => setAsked(null)}
          title={asked.undone_by ? 'Already undone' : 'Undo for all of them?'}
        >
          <Stack>
            <Text size="sm">
              {asked.undone_by
                ? 'This change has already been undone.'
                : `This changed ${counted(kind, asked.updated)} at once. Undo restores all of them, except fields that someone has changed since.`}
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsked(null)}>
                Close
              </Button>
              {!asked.undone_by && (
                <Button
                  onClick={() => {
                    setAsked(null);
                    takeBack([batchId]);
                  }}
                >
                  Undo for {counted(kind, asked.updated)}
                </Button>
              )}
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}
