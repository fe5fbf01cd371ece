import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCode } from '@tabler/icons-react';
import { useState } from 'react';

const SHOWN_MILLIS = 2_000;

/** Puts text where it can be pasted from, also on a page without TLS, where browsers have no clipboard for scripts. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    // Within a dialog, which keeps the focus inside itself.
    (document.querySelector('[aria-modal=true]') ?? document.body).append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

function useCopy(text: () => string) {
  const [state, setState] = useState<'copied' | 'failed' | null>(null);
  const copy = async () => {
    setState((await copyText(text())) ? 'copied' : 'failed');
    setTimeout(() => setState(null), SHOWN_MILLIS);
  };
  return { state, copy };
}

export function CopyButton({ text }: { text: string }) {
  const { state, copy } = useCopy(() => text);
  return (
    <Button onClick={copy}>{state === 'copied' ? 'Copied' : state === 'failed' ? 'Not copied' : 'Copy'}</Button>
  );
}

/** A small one, which says by its mark that it has copied. */
export function CopyIcon({ text, label }: { text: () => string; label: string }) {
  const { state, copy } = useCopy(text);
  return (
    <Tooltip label={state === 'copied' ? 'Copied' : state === 'failed' ? 'Not copied' : label}>
      <ActionIcon variant="subtle" color="gray" aria-label={state === 'copied' ? 'Copied' : label} onClick={copy}>
        {state === 'copied' ? <IconCheck size={16} /> : <IconCode size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
