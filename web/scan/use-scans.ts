import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Answer, Refused, send } from '../client.js';
import { deviceName } from './device.js';
import { findPlace } from './place.js';
import type { Purpose } from './purposes.js';
import { play } from './sound.js';
import { plainOf } from './wedge.js';

export type Scanned = Answer<'scan'>;

/** One scan and what came of it; its key makes sending it again the same scan. */
export interface Scan {
  key: string;
  token: string;
  purpose: Purpose;
  /** Where it was, if the device knew; the same when it is sent again. */
  place: string | undefined;
  answer?: Scanned;
  error?: Error;
}

const KEPT = 6;
const WAIT_SECONDS = 3;
const MOST_LENGTH = 8_192;

/** The scans of this visit, the latest first; each is recorded by the server, and told by a sound. */
export function useScans() {
  const client = useQueryClient();
  const [scans, setScans] = useState<Scan[]>([]);
  const busy = useRef(new Set<string>());
  const place = useRef<string>(undefined);
  useEffect(() => {
    void findPlace().then((found) => {
      place.current = found;
    });
  }, []);
  const change = (key: string, more: Partial<Scan>) =>
    setScans((all) => all.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const ask = async (scan: Scan) => {
    const { key, token, purpose, place: at } = scan;
    const same = `${purpose} ${token}`;
    if (busy.current.has(same)) return;
    busy.current.add(same);
    setScans((all) =>
      [{ key, token, purpose, place: at }, ...all.filter((one) => one.key !== key)].slice(0, KEPT),
    );
    try {
      const where = { device: deviceName(), ...(at !== undefined && { place: at }) };
      const body = { token, purpose, ...where };
      const answer = await send('scan', { body }, { key, waitSeconds: WAIT_SECONDS });
      change(key, { answer });
      play(answer.accepted ? 'good' : 'bad');
      void client.invalidateQueries();
    } catch (error) {
      change(key, { error: error instanceof Error ? error : new Refused({ code: 'internal' }) });
      play('bad');
    } finally {
      busy.current.delete(same);
    }
  };
  return {
    scans,
    scan: (text: string, purpose: Purpose) => {
      const token = plainOf(text).trim().slice(0, MOST_LENGTH);
      if (token !== '') void ask({ key: crypto.randomUUID(), token, purpose, place: place.current });
    },
    again: (scan: Scan) => void ask(scan),
  };
}
