import { Alert, Button, Tag } from 'antd';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';

/** By which channels the customer may be written to, and what they wished. */
export function ContactPanel({ orderNo }: { orderNo: string }) {
  const { t, word } = useWords();
  const may = useMay('message.resend');
  const { data } = useLive('showContact', { params: { orderNo } });
  const choose = useDeed('chooseContact');
  const { said, busy, run } = useAttempt();
  if (!data) return null;
  const set = (channel: (typeof data.items)[number]['channel'], allowed: boolean) =>
    void run(() => choose.mutateAsync({ params: { orderNo }, body: { channel, allowed, preferred: false } }));
  return (
    <Panel title={t('contact.title')}>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <ul className="records">
        {data.items.map(({ channel, allowed, preferred, reachable }) => (
          <li key={channel}>
            <span>{word('channel', channel)}</span>
            <span>
              {!reachable && <Tag>{t('contact.none')}</Tag>}
              {reachable && <Tag>{allowed ? t('contact.allowed') : t('contact.refused')}</Tag>}
              {preferred && <Tag>{t('contact.preferred')}</Tag>}
            </span>
            {may && (
              <Button
                size="small"
                disabled={busy}
                aria-label={t(allowed ? 'contact.refuse_one' : 'contact.allow_one', {
                  channel: word('channel', channel),
                })}
                onClick={() => set(channel, !allowed)}
              >
                {t(allowed ? 'contact.refuse' : 'contact.allow')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
