import { useEffect, useRef } from 'react';

type Take = (text: string) => boolean;

const takers: Take[] = [];

/** Offers what was scanned or typed to the panel that is open; false when it means nothing there. */
export const takeText = (text: string): boolean => takers.at(-1)?.(text) ?? false;

/** While it is shown, a panel hears scans before the scan page does. */
export function useTaking(take: Take): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const taker: Take = (text) => latest.current(text);
    takers.push(taker);
    return () => void takers.splice(takers.indexOf(taker), 1);
  }, []);
}
