import { useEffect, useRef } from 'react';
import { type Deed, openKeyboard } from './keys.js';

export type Handlers = Partial<Record<Deed, () => void>>;

/** Runs what a screen does on each key; typing in a field is never a command. */
export function useKeys(handlers: Handlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const read = openKeyboard();
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || document.querySelector('.ant-modal-wrap:not([style*="display: none"])'))
        return;
      const deed = read(event, event.timeStamp);
      const handler = deed && latest.current[deed];
      if (!handler) return;
      event.preventDefault();
      handler();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Enter belongs to the button or link that has the focus. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, button, a, [contenteditable]') !== null
  );
}
