import { Link } from '@tanstack/react-router';
import { Alert, Button, Empty, Skeleton, Tag } from 'antd';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { Quiet } from './quiet.js';
import { Tabs } from './tabs.js';

type Lost = Answer<'listDeadLetters'>['items'][number];

/** Messages that nothing tries any more, each to be sent again by a person; and when messages wait. */
export function LostScreen() {
  const { t } = useWords();
  const may = useMay('message.read');
  const { data, error, again, slow } = useLive('listDeadLetters', {}, { enabled: may });
  const resend = useDeed('resendMessage');
  const { said, busy, run } = useAttempt();
  if (!may) return <Alert type="info" showIcon title={t('inbox.no_right')} />;
  const ask = ({ orderNo, id }: Lost) =>
    void run(() => resend.mutateAsync({ params: { orderNo, messageId: id }, body: {} }));
  return (
    <>
      <div className="head">
        <h1>{t('messages.lost')}</h1>
      </div>
      <Tabs />
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      {error && !data ? (
        <Trouble error={error} again={again} />
      ) : !data ? (
        slow && <Skeleton active />
      ) : (
        <section className="panel" aria-label={t('messages.lost')}>
          <p className="quiet">{t('lost.what')}</p>
          {data.items.length === 0 && <Empty description={t('lost.empty')} />}
          <ul className="rows">
            {data.items.map((one) => (
              <Row key={one.id} one={one} busy={busy} resend={() => ask(one)} />
            ))}
          </ul>
        </section>
      )}
      <Quiet />
    </>
  );
}

function Row({ one, busy, resend }: { one: Lost; busy: boolean; resend: () => void }) {
  const { t, word } = useWords();
  const may = useMay('message.resend');
  const kind = word('letter', one.template);
  return (
    <li>
      <span>
        {kind} · {word('channel', one.channel)}{' '}
        <Link to="/orders/$orderNo" params={{ orderNo: one.orderNo }} className="mono">
          {one.orderNo}
        </Link>
        <br />
        <Tag>{word('messageStatus', one.status)}</Tag>
        <span className="mono quiet">{one.code}</span>{' '}
        <span className="quiet">
          <When at={one.diedAt} />
        </span>
      </span>
      <span>
        <Button
          disabled={!may || busy}
          aria-label={t('lost.resend_one', { what: `${kind} ${one.orderNo}` })}
          onClick={resend}
        >
          {t('lost.resend')}
        </Button>
        {!may && <span className="quiet"> {t('lost.no_right')}</span>}
      </span>
    </li>
  );
}
