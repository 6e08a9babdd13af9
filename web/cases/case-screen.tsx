import { Link, useParams } from '@tanstack/react-router';
import { Skeleton, Tag } from 'antd';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { Story } from '../order/story.js';
import { AsOf } from '../parts/as-of.js';
import { Fields, Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { Age, Due } from '../parts/when.js';
import { useWords } from '../words.js';
import { Correction } from './correction.js';
import { Settle } from './settle.js';

type Case = Answer<'showCase'>;

export function CaseScreen() {
  const { caseId } = useParams({ from: '/cases/$caseId' });
  const one = useLive('showCase', { params: { caseId } });
  if (one.error && !one.data) return <Trouble error={one.error} again={one.again} />;
  if (!one.data) return one.slow ? <Skeleton active paragraph={{ rows: 10 }} /> : null;
  return (
    <>
      <Head one={one.data} />
      <AsOf ms={one.asOfMs} stale={one.error !== null} />
      <Settle one={one.data} />
      <div className="panes panes-order">
        <Happened orderNo={one.data.orderNo} />
        <div>
          {one.data.kind === 'technical' && one.data.closedAt === null && <Correction caseId={caseId} />}
          <Detail one={one.data} />
        </div>
      </div>
    </>
  );
}

function Head({ one }: { one: Case }) {
  const { t, word } = useWords();
  return (
    <header className="head">
      <h1>
        <span className="mono">{one.orderNo}</span>
        {` · ${word('step', one.step)} · ${word('cause', one.code)}`}
      </h1>
      <Tag color={one.status === 'open' ? 'red' : one.status === 'proven' ? 'green' : 'gold'}>
        {word('caseStatus', one.status)}
      </Tag>
      <Tag>{t(one.blocking ? 'cases.blocking' : 'cases.not_blocking')}</Tag>
      <Link to="/orders/$orderNo" params={{ orderNo: one.orderNo }}>
        {t('review.open_order')}
      </Link>
    </header>
  );
}

function Happened({ orderNo }: { orderNo: string }) {
  const story = useLive('showTimeline', { params: { orderNo } });
  return <Story items={story.data?.items ?? []} />;
}

function Detail({ one }: { one: Case }) {
  const { t, word } = useWords();
  const details = Object.entries(one.detail);
  return (
    <Panel title={t('case.detail')}>
      <Fields
        rows={[
          [t('list.kind'), word('caseKind', one.kind)],
          [t('cases.attempts'), one.attempts],
          [t('list.owner'), word('department', one.ownerDepartment)],
          [t('list.age'), <Age key="age" since={one.openedAt} />],
          [t('list.due'), <Due key="due" at={one.dueAt} />],
          [
            t('case.resolution'),
            one.resolution === null ? t('order.none') : word('resolution', one.resolution),
          ],
          [t('case.root_cause'), one.rootCause === null ? t('order.none') : word('rootCause', one.rootCause)],
        ]}
      />
      {details.length > 0 && <pre className="mono raw">{JSON.stringify(one.detail, null, 2)}</pre>}
    </Panel>
  );
}
