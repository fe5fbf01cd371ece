import { IconX } from '@tabler/icons-react';
import classes from './filter-bar.module.css';

export function ClearButton({ label, onClear }: { label: string; onClear: () => void }) {
  return (
    <button type="button" className={classes.clear} aria-label={`Clear the filter ${label}`} onClick={onClear}>
      <IconX size={12} />
    </button>
  );
}
