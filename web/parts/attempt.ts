import { useState } from 'react';
import { useWords } from '../words.js';
import { useTrouble } from './trouble.js';

/** The person or the browser gave no passkey: told in words of its own, and nothing was sent. */
export class NoPasskey extends Error {}

/** One try at a time, and what was said against it. */
export function useAttempt() {
  const { t } = useWords();
  const tell = useTrouble();
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const run = async (deed: () => Promise<unknown>) => {
    if (busy) return;
    setBusy(true);
    setSaid(undefined);
    try {
      await deed();
    } catch (error) {
      if (error instanceof NoPasskey) setSaid(t('passkey.none_given'));
      else setSaid(error instanceof Error ? tell(error).sentence : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { said, setSaid, busy, run };
}
