import { useEffect, useRef, useState } from 'react';
import { type Answer, send } from '../client.js';

const QUIET_MS = 1_000;

export interface Draft {
  text: string;
  checked: readonly string[];
}

export interface Desk extends Draft {
  write(text: string): void;
  tick(check: string): void;
  state: 'kept' | 'saving' | 'unsaved';
}

/** What somebody writes and ticks off, kept on the server a second after the last change. */
export function useDraft({ id: reviewId, draft, status }: Answer<'showReview'>): Desk {
  const [own, setOwn] = useState<Draft>({ text: draft?.text ?? '', checked: draft?.checked ?? [] });
  const [state, setState] = useState<Desk['state']>('kept');
  const unsaved = useRef<Draft | undefined>(undefined);
  const save = async () => {
    const body = unsaved.current;
    if (!body || status !== 'open') return;
    unsaved.current = undefined;
    setState('saving');
    const checked = [...body.checked];
    await send(
      'saveDraft',
      { params: { reviewId }, body: { text: body.text, checked } },
      { keepalive: true },
    ).then(
      () => setState('kept'),
      () => setState('unsaved'),
    );
  };
  const latest = useRef(save);
  latest.current = save;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      void latest.current();
    },
    [],
  );
  const change = (next: Draft) => {
    unsaved.current = next;
    setState('unsaved');
    setOwn(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void latest.current(), QUIET_MS);
  };
  return {
    ...own,
    state,
    write: (text) => change({ ...own, text }),
    tick: (check) => {
      const checked = own.checked.filter((one) => one !== check);
      change({ ...own, checked: checked.length === own.checked.length ? [...checked, check] : checked });
    },
  };
}
