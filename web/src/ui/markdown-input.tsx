import { Group, SegmentedControl, Textarea } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import Markdown from './markdown';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSave?: () => void;
  onCancel?: () => void;
  placeholder?: string;
  minRows?: number;
  autoFocus?: boolean;
  error?: string | null;
}

/** Text in Markdown: as it is written, or as it will be read. Ctrl Enter saves, Escape leaves. */
export function MarkdownInput(props: Props) {
  const { label, value, onChange, onSave, onCancel, placeholder, minRows = 3, autoFocus, error } = props;
  const [preview, setPreview] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSave?.();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel?.();
    }
  };
  return (
    <div>
      {value.trim() !== '' && (
        <Group justify="flex-end" mb={4}>
          <SegmentedControl
            size="xs"
            value={preview ? 'preview' : 'write'}
            onChange={(mode) => setPreview(mode === 'preview')}
            data={[
              { value: 'write', label: 'Write' },
              { value: 'preview', label: 'Preview' },
            ]}
          />
        </Group>
      )}
      {preview && value.trim() !== '' ? (
        <Markdown text={value} />
      ) : (
        <Textarea
          aria-label={label}
          placeholder={placeholder}
          autosize
          minRows={minRows}
          maxRows={24}
          maxLength={100_000}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          autoFocus={autoFocus}
          error={error}
        />
      )}
    </div>
  );
}
