import { useEffect, useRef } from 'react';
import { GAP_MS, openWedge } from './wedge.js';

/** A scanner is heard wherever the focus is; what turns out to be typing reaches the page a moment later. */
export function useWedge(heard: (text: string) => void): void {
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    const read = openWedge();
    const keeping = openKeeping();
    const onKey = (event: KeyboardEvent) => {
      if (keeping.isReplayed(event)) return;
      const text = read(event, event.timeStamp);
      if (text !== undefined) {
        event.preventDefault();
        event.stopImmediatePropagation();
        keeping.forget();
        latest.current(text);
      } else if (!isField(event.target) && isLetter(event)) {
        keeping.keep(event);
      }
    };
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      keeping.forget();
    };
  }, []);
}

/** Letters wait here until it is known whether they are a scan: shortcuts of the page would answer to each of them. */
function openKeeping() {
  const replayed = new WeakSet<Event>();
  let kept: KeyboardEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = () => {
    clearTimeout(timer);
    kept = [];
  };
  const release = () => {
    const typed = kept.length <= MOST_TYPED ? kept : [];
    forget();
    for (const { key, code, shiftKey, target } of typed) {
      const again = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true });
      replayed.add(again);
      target?.dispatchEvent(again);
    }
  };
  return {
    isReplayed: (event: Event) => replayed.has(event),
    forget,
    keep: (event: KeyboardEvent) => {
      event.stopImmediatePropagation();
      if (event.key === '/') event.preventDefault();
      kept.push(event);
      clearTimeout(timer);
      timer = setTimeout(release, GAP_MS);
    },
  };
}

/** `g` and its letter, at most. */
const MOST_TYPED = 2;

const isLetter = (event: KeyboardEvent): boolean =>
  event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;
