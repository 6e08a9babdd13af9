import { Alert, Button, InputNumber } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';

type Hours = Answer<'showQuietHours'>;
const HOUR = 60;
const LAST_HOUR = 23;

/** When messages that can wait are held back, in company time. */
export function Quiet() {
  const { t, word } = useWords();
  const may = useMay('message.manage');
  const { data } = useLive('showQuietHours', {});
  if (!data) return null;
  const { fromMinute, toMinute, channels } = data;
  return (
    <Panel title={t('lost.quiet')}>
      <p>
        {fromMinute === toMinute || channels.length === 0
          ? t('lost.quiet_none')
          : t('lost.quiet_now', {
              from: clock(fromMinute),
              to: clock(toMinute),
              channels: channels.map((channel) => word('channel', channel)).join(' '),
            })}
      </p>
      {may && <Change key={data.version} hours={data} />}
    </Panel>
  );
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / HOUR)).padStart(2, '0')}:${String(minute % HOUR).padStart(2, '0')}`;

function Change({ hours }: { hours: Hours }) {
  const { t } = useWords();
  const set = useDeed('setQuietHours');
  const { said, busy, run } = useAttempt();
  const [from, setFrom] = useState<number | null>(Math.floor(hours.fromMinute / HOUR));
  const [to, setTo] = useState<number | null>(Math.floor(hours.toMinute / HOUR));
  const save = async () => {
    if (from === null || to === null) return;
    const { version: seen, channels } = hours;
    const body = { fromMinute: from * HOUR, toMinute: to * HOUR, channels, seen };
    await set.mutateAsync({ body });
  };
  return (
    <div className="message-tabs">
      <label htmlFor="quiet-from">
        {t('lost.from')}{' '}
        <InputNumber id="quiet-from" min={0} max={LAST_HOUR} value={from} onChange={setFrom} />
      </label>
      <label htmlFor="quiet-to">
        {t('lost.to')} <InputNumber id="quiet-to" min={0} max={LAST_HOUR} value={to} onChange={setTo} />
      </label>
      <Button disabled={busy} onClick={() => void run(save)}>
        {t('lost.set')}
      </Button>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
    </div>
  );
}
