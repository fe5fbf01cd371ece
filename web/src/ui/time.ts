const ABSOLUTE = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const ZONE_NAME = new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function zoneName(at: Date = new Date()): string {
  return ZONE_NAME.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

export function absolute(iso: string): string {
  return ABSOLUTE.format(new Date(iso));
}

export function day(iso: string): string {
  return DAY.format(new Date(iso));
}

/** In the reader's zone with its name, and in UTC. */
export function both(iso: string): string {
  const date = new Date(iso);
  return `${absolute(iso)} ${zoneName(date)}\n${date.toISOString().replace('T', ' ').slice(0, 19)} UTC`;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

export function relative(iso: string, now: number = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1_000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) {
      return RELATIVE.format(Math.round(seconds / length), unit);
    }
  }
  return 'just now';
}

/** Seconds as what a person says: "3 h 20 min". */
export function duration(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const rest = Math.abs(seconds);
  if (rest < 60) {
    return `${sign}${Math.round(rest)} s`;
  }
  const minutes = Math.round(rest / 60);
  if (minutes < 60) {
    return `${sign}${minutes} min`;
  }
  if (minutes < 1_440) {
    return `${sign}${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`;
  }
  const hours = Math.round(minutes / 60);
  return `${sign}${Math.floor(hours / 24)} d${hours % 24 ? ` ${hours % 24} h` : ''}`;
}

const STEPS: [string, number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
];

/** Seconds in one unit, for the side of a chart: "1.5 h". */
export function roughDuration(seconds: number): string {
  const [unit, length] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['s', 1];
  const value = seconds / length;
  return `${(Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value)).toLocaleString()} ${unit}`;
}

/** As an <input type="datetime-local"> has it: local time, without a zone. */
export function toLocalInput(iso: string | null): string {
  if (!iso) {
    return '';
  }
  const date = new Date(iso);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

export function fromLocalInput(value: string): string | null {
  if (value === '') {
    return null;
  }
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
