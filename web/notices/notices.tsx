import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { Ask } from '../parts/ask.js';
import { Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { Age } from '../parts/when.js';
import { useWords } from '../words.js';

type Notice = Answer<'listNotices'>['items'][number];

const SHOWN = 5;

/** What is wanted of the person, above their queue; nothing at all when nothing is. */
export function Notices() {
  const { t } = useWords();
  const { data } = useLive('listNotices', { query: { limit: SHOWN } });
  const [explaining, setExplaining] = useState<Notice>();
  if (!data || data.items.length === 0) return null;
  return (
    <Panel title={t('notice.title')}>
      <ul className="records">
        {data.items.map((notice) => (
          <Line key={notice.id} notice={notice} explain={() => setExplaining(notice)} />
        ))}
      </ul>
      {data.next && <p className="quiet">{t('notice.more')}</p>}
      {explaining && <Explain notice={explaining} done={() => setExplaining(undefined)} />}
    </Panel>
  );
}

function Line({ notice, explain }: { notice: Notice; explain: () => void }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const seen = useDeed('seeNotice');
  const { kind, orderNo, from, fromName, reason, createdAt, nextAction } = notice;
  const put = () =>
    seen.mutate(
      { params: { noticeId: notice.id }, body: {} },
      { onError: (error) => void message.error(tell(error).sentence) },
    );
  return (
    <li>
      <b>{word('notice', kind)}</b>
      <Link to="/orders/$orderNo" params={{ orderNo }} className="mono">
        {orderNo}
      </Link>
      <span>{t('notice.from', { who: fromName ?? from, reason: word('reason', reason ?? 'other') })}</span>
      {nextAction && <span>{word('next', nextAction)}</span>}
      <Age since={createdAt} />
      {kind === 'explanation_asked' ? (
        <Button size="small" type="primary" onClick={explain}>
          {t('notice.explain')}
        </Button>
      ) : (
        <Button size="small" loading={seen.isPending} onClick={put}>
          {t('notice.seen')}
        </Button>
      )}
    </li>
  );
}

function Explain({ notice, done }: { notice: Notice; done: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const explain = useDeed('explainOrder');
  return (
    <Ask
      title={`${t('notice.explain')} ${notice.orderNo}`}
      group="reason"
      codes={['customer_away', 'supplier_late', 'evidence_missing', 'overloaded', 'other']}
      label={t('act.reason')}
      missing={t('act.reason_missing')}
      busy={explain.isPending}
      cancel={done}
      confirm={(reason, note) =>
        explain.mutate(
          { params: { orderNo: notice.orderNo }, body: { reason, ...(note !== undefined && { note }) } },
          {
            onSuccess: () => {
              void message.success(t('act.done', { what: t('notice.explain') }));
              done();
            },
            onError: (error) => void message.error(tell(error).sentence),
          },
        )
      }
    />
  );
}
