import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { asOneAct } from '../../api/calls';
import { failed, useShown } from '../changing';
import { counted, type Kind } from '../kind';
import {
  apply,
  type BulkChange,
  type Chosen,
  isLost,
  newKey,
  type Outcome,
  type Preview,
  SMALL,
  sizeOf,
  summary,
} from './bulk';
import { BulkPreview, Failures, usePreview } from './bulk-preview';

/** Applies a change with its progress, and tells what came of it: with a way back, and with those that failed. */
export function useApply(kind: Kind) {
  const { show, refresh, told } = useShown(kind);
  const [progress, setProgress] = useState<number | null>(null);
  const [left, setLeft] = useState<Outcome | null>(null);
  const [lost, setLost] = useState<{ again: () => void } | null>(null);

  const run = async (
    chosen: Chosen,
    change: BulkChange,
    seen: Preview | null,
    onDone?: () => void,
    key = newKey(),
  ) => {
    setProgress(0);
    setLost(null);
    try {
      const outcome = await asOneAct(() =>
        apply(kind, chosen, change, seen, (done, of) => setProgress((100 * done) / of), key),
      );
      show(outcome.entries);
      if (outcome.updated > 0) {
        told(summary(kind, change, outcome.updated), outcome.batches);
      } else if (outcome.failures.length === 0) {
        told('No changes needed', []);
      }
      if (outcome.failures.length > 0) {
        setLeft(outcome);
      }
      onDone?.();
      await refresh();
    } catch (error) {
      if (isLost(error)) {
        setLost({ again: () => run(chosen, change, seen, onDone, key) });
      } else {
        failed('Nothing was changed', error);
      }
    } finally {
      setProgress(null);
    }
  };

  const leftOver = (
    <>
      {left && (
        <Modal opened onClose={() => setLeft(null)} title={`${counted(kind, left.failures.length)} not changed`}>
          <Stack>
            <Failures failures={left.failures} />
            <Group justify="flex-end">
              <Button onClick={() => setLeft(null)}>Close</Button>
            </Group>
          </Stack>
        </Modal>
      )}
      {lost && <Lost again={lost.again} onClose={() => setLost(null)} refresh={refresh} />}
    </>
  );
  return { run, progress, leftOver };
}

/** When the connection broke before the answer came: the change was made as a whole, or not at all. */
function Lost({
  again,
  onClose,
  refresh,
}: {
  again: () => void;
  onClose: () => void;
  refresh: () => Promise<unknown>;
}) {
  const leave = () => {
    onClose();
    refresh().catch(() => {
      // The list says by itself that it cannot be read.
    });
  };
  return (
    <Modal opened onClose={leave} title="The server did not answer" zIndex={300}>
      <Stack>
        <Text size="sm">
          It is not known whether the change was made. No entry is half changed. Try again: nothing is changed
          twice.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={leave}>
            Close
          </Button>
          <Button onClick={again}>Try again</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export type Applying = Pick<ReturnType<typeof useApply>, 'run' | 'progress'>;

/** The preview of one quick change to many, and the button that makes it so. */
export function ConfirmChange({
  kind,
  chosen,
  change,
  applying,
  onClose,
}: {
  kind: Kind;
  chosen: Chosen;
  change: BulkChange;
  applying: Applying;
  onClose: () => void;
}) {
  const state = usePreview(kind, chosen, change);
  return (
    <Modal opened onClose={onClose} title={`Change ${counted(kind, sizeOf(chosen))}?`} size="lg">
      <Stack>
        <BulkPreview kind={kind} change={change} state={state} />
        <ApplyButtons
          kind={kind}
          seen={state.data ?? null}
          progress={applying.progress}
          onCancel={onClose}
          onApply={() => applying.run(chosen, change, state.data ?? null, onClose)}
        />
      </Stack>
    </Modal>
  );
}

export function ApplyButtons({
  kind,
  seen,
  progress,
  onCancel,
  onApply,
}: {
  kind: Kind;
  seen: Preview | null;
  progress: number | null;
  onCancel: () => void;
  onApply: () => void;
}) {
  return (
    <Stack gap="xs">
      {progress !== null && <Progress value={Math.max(progress, 5)} animated aria-label="Progress of the change" />}
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          This is one step, which you can undo.
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={onCancel} disabled={progress !== null}>
            Cancel
          </Button>
          <Button onClick={onApply} disabled={!seen || seen.changing === 0} loading={progress !== null}>
            {seen ? `Change ${counted(kind, seen.changing)}` : 'Change'}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

/** Whether a change is small enough to be made at once. */
export function isSmall(chosen: Chosen): boolean {
  return 'entries' in chosen && sizeOf(chosen) <= SMALL;
}
