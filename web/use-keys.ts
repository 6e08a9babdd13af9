import { useEffect, useRef } from 'react';
import { DEEDS, type Deed, openKeyboard } from './keys.js';

export type Handlers = Partial<Record<Deed, () => void>>;

/** What the parts of the screen do on keys now. */
const inUse = new Set<{ current: Handlers }>();

/** The deeds that a key does on the screen as it stands, in the order of the table. */
export const deedsInUse = (): Deed[] =>
  DEEDS.filter((deed) => [...inUse].some(({ current }) => current[deed] !== undefined));

/** Runs what a screen does on each key; typing in a field is never a command. */
export function useKeys(handlers: Handlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const read = openKeyboard();
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || document.querySelector('.ant-modal-wrap:not([style*="display: none"])'))
        return;
      const handler = read(event, event.timeStamp)
        .map((deed) => latest.current[deed])
        .find((one) => one !== undefined);
      if (!handler) return;
      event.preventDefault();
      handler();
    };
    inUse.add(latest);
    window.addEventListener('keydown', onKey);
    return () => {
      inUse.delete(latest);
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

/** Enter belongs to the button or link that has the focus. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, button, a, [contenteditable]') !== null
  );
}
