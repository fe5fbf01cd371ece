import { type HotkeyItem, useHotkeys } from '@mantine/hooks';

type Act = (event: KeyboardEvent) => void;

/**
 * Keys of the page. They rest while somebody writes, and while a list, a menu or a dialog is open, whose keys they then
 * are.
 */
export function useKeys(keys: readonly (readonly [string, Act])[]): void {
  useHotkeys(
    keys.map(
      ([key, act]): HotkeyItem => [
        key,
        (event) => {
          if (!event.defaultPrevented && !elsewhere) {
            act(event);
          }
        },
        { preventDefault: false },
      ],
    ),
  );
}

/** Does it, and keeps the browser from doing what it would do with the key. */
export function own(act: () => void): Act {
  return (event) => {
    event.preventDefault();
    act();
  };
}

const OPEN = '[aria-modal="true"], [role="menu"], [aria-haspopup][aria-expanded="true"], [data-expanded="true"]';

// As it was when the key went down: the list that Escape closes is closed by the time the page hears of it.
let elsewhere = false;
document.addEventListener(
  'keydown',
  () => {
    elsewhere = document.querySelector(OPEN) !== null;
  },
  { capture: true },
);
