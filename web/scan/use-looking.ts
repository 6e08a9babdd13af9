import { useEffect, useRef, useState } from 'react';
import { openDecoder } from './decoder.js';
import { chosenOf, type Found, openSight } from './seen.js';

/** What pictures show: one code is scanned, several wait to be chosen from; one that stays in view is one scan. */
export function useLooking(scan: (text: string) => void) {
  const [decoder] = useState(openDecoder);
  const isNew = useRef(openSight());
  const [choice, setChoice] = useState<readonly Found[]>([]);
  useEffect(() => () => decoder.close(), [decoder]);
  const looked = (found: Found[], way: 'camera' | 'photo') => {
    const { one, several } = chosenOf(found);
    if (!one) return setChoice(several);
    if (way === 'camera' && !isNew.current(one.text, performance.now())) return;
    setChoice([]);
    scan(one.text);
  };
  return { looked, choice, dropChoice: () => setChoice([]), decoder };
}
