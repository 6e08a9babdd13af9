import { useState } from 'react';
import { Refused } from './ask.js';
import { useSpeech } from './speech.js';

const MINUTE_SECONDS = 60;

/** Runs one deed at a time and keeps what was said against it. */
export function useAttempt() {
  const { t } = useSpeech();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const run = async (deed: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setSaid(undefined);
    try {
      await deed();
    } catch (error) {
      setSaid(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  const sentenceOf = (error: unknown): string => {
    if (!(error instanceof Refused)) throw error;
    const { code, sentence, reference, retryAfterSeconds } = error;
    if (code === 'unreachable') return t('page.unreachable');
    if (code === 'proof_locked' && retryAfterSeconds !== undefined)
      return t('proof.locked', { minutes: Math.ceil(retryAfterSeconds / MINUTE_SECONDS) });
    return sentence ?? t('page.broken', { reference });
  };
  return { busy, said, run };
}
