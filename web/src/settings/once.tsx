import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { When } from '../ui/when';

interface Props {
  title: string;
  secret: string;
  until?: string | null;
  onClose: () => void;
}

/** A secret that is shown this once: copied, or made anew. */
export function Once({ title, secret, until, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false}>
      <Stack>
        <Text size="sm">Copy it now: it is shown only once.</Text>
        <Code block tabIndex={0} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        {until && (
          <Text size="xs" c="dimmed">
            Valid until <When at={until} />.
          </Text>
        )}
        <Group justify="flex-end">
          <CopyButton value={secret}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
          </CopyButton>
          <Button variant="default" onClick={onClose}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
