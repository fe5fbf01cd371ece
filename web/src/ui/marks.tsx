import { IconCheck, IconCircle, IconCircleDotted, IconCircleHalf2, IconEye, IconHammer } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { fullName } from '../api/directory';
import type { User } from '../api/types';
import classes from './marks.module.css';

// How values look, wherever they are shown: a mark in colour, and the word in the colour of text.

const LEVELS: Record<string, number> = {
  'SEV-1': 1,
  'SEV-2': 2,
  'SEV-3': 3,
  'SEV-4': 4,
  'SEV-5': 5,
  Critical: 1,
  High: 2,
  Medium: 3,
  Low: 4,
  Info: 5,
  Severe: 1,
  'Very Low': 5,
  Imminent: 1,
  Probable: 2,
  Possible: 3,
  Unlikely: 4,
  Remote: 5,
};

const STATUS_ICONS: Record<string, ReactNode> = {
  New: <IconCircleDotted size={14} color="var(--mantine-color-gray-6)" />,
  'In Progress': <IconCircleHalf2 size={14} color="var(--mantine-color-yellow-7)" />,
  Review: <IconEye size={14} color="var(--mantine-color-violet-5)" />,
  Closed: <IconCheck size={14} color="var(--mantine-color-green-7)" />,
  'Urgency Proposed': <IconCircleHalf2 size={14} color="var(--mantine-color-yellow-7)" />,
  Remediation: <IconHammer size={14} color="var(--mantine-color-blue-6)" />,
  'Closure Proposed': <IconEye size={14} color="var(--mantine-color-violet-5)" />,
};

/** The mark of a choice: a status, a severity, a level. */
export function ChoiceMark({ value }: { value: string }) {
  const level = LEVELS[value];
  if (level) {
    return <span className={`${classes.square} ${classes[`level${level}`]}`} aria-hidden />;
  }
  return (
    <span aria-hidden style={{ display: 'inline-flex' }}>
      {STATUS_ICONS[value] ?? <IconCircle size={12} />}
    </span>
  );
}

export function Choice({ value }: { value: string | null }) {
  return value === null ? (
    <None />
  ) : (
    <span className={classes.mark}>
      <ChoiceMark value={value} />
      <span className={classes.text}>{value}</span>
    </span>
  );
}

export function None({ children = '–' }: { children?: ReactNode }) {
  return <span className={classes.none}>{children}</span>;
}

// Dark enough for white letters in either theme.
const COLORS = ['#2f6db5', '#2b7a4b', '#8a5a00', '#a13d63', '#6b4fb3', '#0b7285', '#9c4221', '#51616f'];

function colorOf(text: string): string {
  let hash = 0;
  for (const letter of text) {
    hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  }
  return COLORS[hash % COLORS.length] as string;
}

type Named = Pick<User, 'id' | 'first_name' | 'last_name' | 'email'>;

export function Avatar({ user }: { user: Named }) {
  const initials = (user.first_name.charAt(0) + user.last_name.charAt(0) || user.email.charAt(0)).toUpperCase();
  return (
    <span className={classes.avatar} style={{ background: colorOf(user.id) }} aria-hidden>
      {initials}
    </span>
  );
}

export function Person({ user, none = 'Nobody' }: { user: Named | null; none?: string }) {
  return user === null ? (
    <None>{none}</None>
  ) : (
    <span className={classes.mark} title={user.email}>
      <Avatar user={user} />
      <span className={classes.text}>{fullName(user)}</span>
    </span>
  );
}

export function TagDot({ label }: { label: string }) {
  return <span className={classes.dot} style={{ background: colorOf(label.toLowerCase()) }} aria-hidden />;
}

export function TagChip({ label, onRemove }: { label: string; onRemove?: () => void }) {
  return (
    <span className={classes.tag} title={label}>
      <TagDot label={label} />
      <span className={classes.text}>{label}</span>
      {onRemove && (
        <button type="button" onClick={onRemove} aria-label={`Remove ${label}`}>
          ×
        </button>
      )}
    </span>
  );
}
