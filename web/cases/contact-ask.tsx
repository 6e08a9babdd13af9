import { Segmented } from 'antd';
import { useState } from 'react';
import type { Asked } from '../client.js';
import { Ask } from '../parts/ask.js';
import { useWords } from '../words.js';
import { useCaseDeed } from './use-case-deed.js';

type Talk = Asked<'noteContact'>['body'];
const CHANNELS: readonly Talk['channel'][] = ['phone', 'email', 'sms', 'visit', 'other'];
const DIRECTIONS: readonly Talk['direction'][] = ['to_customer', 'from_customer'];

/** Notes what was said with the customer; the note is sealed under the order's key. */
export function ContactAsk({ caseId, done }: { caseId: string; done: () => void }) {
  const { t, word } = useWords();
  const { send, busy } = useCaseDeed('noteContact', 'contact', done);
  const [direction, setDirection] = useState<Talk['direction']>('to_customer');
  const confirm = (code: string, note = '') => {
    const channel = CHANNELS.find((known) => known === code) ?? 'other';
    send({ params: { caseId }, body: { channel, direction, note } });
  };
  return (
    <Ask
      title={t('case.contact')}
      group="contactChannel"
      codes={CHANNELS}
      label={t('contact.channel')}
      missing={t('contact.missing')}
      busy={busy}
      noteLabel={t('contact.note')}
      noteNeeded
      cancel={done}
      confirm={confirm}
    >
      <Segmented
        aria-label={t('contact.direction')}
        value={direction}
        onChange={setDirection}
        options={DIRECTIONS.map((value) => ({ value, label: word('direction', value) }))}
      />
    </Ask>
  );
}
