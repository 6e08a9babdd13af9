import { Link, useParams } from '@tanstack/react-router';
import { Skeleton, Tag } from 'antd';
import type { Answer } from '../client.js';
import { moment } from '../format.js';
import { Fix } from '../incidents/fix.js';
import { Check } from '../incidents/preflight.js';
import { useLive } from '../live.js';
import { Story } from '../order/story.js';
import { AsOf } from '../parts/as-of.js';
import { Fields, Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { Age, Due, When } from '../parts/when.js';
import { useWords } from '../words.js';
import '../bench-words.js';
import './bench.css';
import { Attempts } from './attempts.js';
import { Correction } from './correction.js';
import { Effects, Ladder } from './ladder.js';
import { Run } from './run.js';
import { Settle } from './settle.js';
import { SkipAnswer } from './skip-answer.js';
import { Acts, Talks } from './talks.js';
import { whyOf } from './why-of.js';

export type Case = Answer<'showCase'>;
export type Work = Answer<'showCaseWork'>;

/** The other person may answer at any moment. */
const EVERY_MS = 4_000;

/** One case: what happened, what has been done, what may be done now. */
export function CaseScreen() {
  const { caseId } = useParams({ from: '/cases/$caseId' });
  const one = useLive('showCase', { params: { caseId } });
  const work = useLive('showCaseWork', { params: { caseId } }, { refetchInterval: EVERY_MS });
  if (one.error && !one.data) return <Trouble error={one.error} again={one.again} />;
  if (!one.data) return one.slow ? <Skeleton active paragraph={{ rows: 10 }} /> : null;
  return (
    <>
      <Head one={one.data} />
      <Say one={one.data} />
      <AsOf ms={one.asOfMs} stale={one.error !== null} />
      <Settle one={one.data} work={work.data} />
      {work.error && !work.data && <Trouble error={work.error} again={work.again} />}
      <Bench one={one.data} work={work.data} />
    </>
  );
}

function Head({ one }: { one: Case }) {
  const speech = useWords();
  const { t, word } = speech;
  return (
    <header className="head">
      <h1>
        <span className="mono">{one.orderNo}</span>
        {` · ${word('step', one.step)} · ${whyOf(one, speech)}`}
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

/** Where the case stands, in one sentence; green only for what was read back. */
function Say({ one }: { one: Case }) {
  const speech = useWords();
  const { t, word, language } = speech;
  const values = { step: word('step', one.step), why: whyOf(one, speech) };
  if (one.status !== 'open')
    return <p className={one.status === 'proven' ? 'decision good' : 'decision'}>{t(`say.${one.status}`)}</p>;
  if (one.kind === 'business') return <p className="decision">{t('say.business', values)}</p>;
  return (
    <p className="decision">
      {one.retryAt === null
        ? t('say.open', values)
        : t('say.scheduled', { ...values, at: moment(one.retryAt, language) })}
    </p>
  );
}

function Bench({ one, work }: { one: Case; work: Work | undefined }) {
  const { t } = useWords();
  const technical = one.kind === 'technical';
  const open = one.closedAt === null;
  return (
    <div className="panes panes-order">
      <div>
        {work && <Ladder rungs={work.ladder} />}
        {work && <Effects work={work} />}
        {work && technical && <Attempts attempts={work.attempts} />}
        {work && !technical && <Talks acts={work.acts} />}
      </div>
      <div>
        {work?.skip && open && <SkipAnswer caseId={one.id} skip={work.skip} />}
        {work && technical && open && <Correction caseId={one.id} work={work} />}
        {technical && one.causeKey && open && <Fix causeKey={one.causeKey} linked />}
        {technical && open && <Check title={t('bench.check_one')} query={{ caseIds: one.id }} />}
        {work && <Acts acts={work.acts} />}
        <Detail one={one} />
        {work && <Run work={work} />}
      </div>
      <Happened orderNo={one.orderNo} />
    </div>
  );
}

function Happened({ orderNo }: { orderNo: string }) {
  const story = useLive('showTimeline', { params: { orderNo } });
  return <Story orderNo={orderNo} items={story.data?.items ?? []} />;
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
          ...(one.retryAt === null
            ? []
            : ([[t('case.retry_at'), <When key="retry" at={one.retryAt} />]] as const)),
          [
            t('case.resolution'),
            one.resolution === null ? t('order.none') : word('resolution', one.resolution),
          ],
          [t('case.root_cause'), one.rootCause === null ? t('order.none') : word('rootCause', one.rootCause)],
        ]}
      />
      {details.length > 0 && (
        <details>
          <summary>{t('bench.full_error')}</summary>
          <pre className="mono raw">{JSON.stringify(one.detail, null, 2)}</pre>
        </details>
      )}
    </Panel>
  );
}
