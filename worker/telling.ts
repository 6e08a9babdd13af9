import type { Deeds } from '../activities/index.js';
import { tellChange } from '../db/changes.js';
import type { Db } from '../db/sql.js';

const TELL_MS = 100;

/** The deeds, after which whoever listens hears that something changed; at most once in a while, and never in their way. */
export function telling(deeds: Deeds, db: Db): Deeds {
  let waiting = false;
  const tell = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      void tellChange(db).catch(() => undefined);
    }, TELL_MS).unref();
  };
  const entries = Object.entries(deeds).map(([name, deed]) => [
    name,
    async (...args: readonly unknown[]) => Reflect.apply(deed, undefined, args).finally(tell),
  ]);
  return Object.fromEntries(entries) as Deeds;
}
