import { Link } from '@tanstack/react-router';
import { Alert, Button, Empty, Segmented, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { type Item, useDeed, useLiveList } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { useAttempt } from '../parts/attempt.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import '../bench-words.js';
import './alerts-words.js';

type ScanAlert = Item<'listScanAlerts'>;
const SHOWN = ['open', 'all'] as const;
const FINDINGS = ['harmless', 'misuse'] as const;

/** Odd scans, and what people made of them (P3.3.2). */
export function AlertsScreen() {
  const { t } = useWords();
  const may = useMay('alert.review');
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('open');
  const list = useLiveList('listScanAlerts', shown === 'open' ? { open: 'true' } : {});
  const review = useDeed('reviewScanAlert');
  const { said, busy, run } = useAttempt();
  const mark = (alertId: string, finding: (typeof FINDINGS)[number]) =>
    void run(() => review.mutateAsync({ params: { alertId }, body: { finding } }));
  return (
    <>
      <header className="head">
        <h1>{t('alerts.title')}</h1>
        <Segmented<(typeof SHOWN)[number]>
          aria-label={t('alerts.show')}
          value={shown}
          onChange={setShown}
          options={SHOWN.map((value) => ({ value, label: t(`alerts.${value}`) }))}
        />
      </header>
      <p className="quiet">{t('alerts.what')}</p>
      {!may && <p>{t('alerts.no_right')}</p>}
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      {list.error && !list.data && <Trouble error={list.error} again={list.again} />}
      {!list.data && list.slow && <Skeleton active />}
      {list.data && <AsOf ms={list.asOfMs} stale={list.error !== null} />}
      {list.data?.length === 0 && <Empty description={t('alerts.empty')} />}
      <ul className="rows" aria-label={t('alerts.title')}>
        {list.data?.map((alert) => (
          <li key={alert.id}>
            <What alert={alert} />
            {alert.review === null && may && (
              <Findings alert={alert} busy={busy} mark={(finding) => mark(alert.id, finding)} />
            )}
          </li>
        ))}
      </ul>
      {list.more && (
        <Button loading={list.loadingMore} onClick={list.more}>
          {t('alerts.more')}
        </Button>
      )}
    </>
  );
}

function What({ alert }: { alert: ScanAlert }) {
  const { t } = useWords();
  const { kind, seenAt, orderNo, issueNo, caseId, blockedUntil, review } = alert;
  return (
    <span>
      <b>{t(`alerts.kind.${kind}`)}</b> <When at={seenAt} />
      <br />
      {orderNo === null ? (
        <span className="quiet">{t('alerts.address')}</span>
      ) : (
        <Link to="/orders/$orderNo" params={{ orderNo }} className="mono">
          {orderNo}
        </Link>
      )}{' '}
      {issueNo !== null && <span className="quiet">{t('alerts.issue', { issue: issueNo })}</span>}{' '}
      {caseId !== null && (
        <Link to="/cases/$caseId" params={{ caseId }}>
          {t('alerts.case')}
        </Link>
      )}{' '}
      {blockedUntil !== null && (
        <Tag color="red">
          {t('alerts.blocked')} · {t('alerts.blocked_until')} <When at={blockedUntil} />
        </Tag>
      )}
      {review !== null && (
        <Tag>{t('alerts.reviewed', { who: review.by, finding: t(`alerts.finding.${review.finding}`) })}</Tag>
      )}
    </span>
  );
}

interface Marking {
  alert: ScanAlert;
  busy: boolean;
  mark: (finding: (typeof FINDINGS)[number]) => void;
}

function Findings({ alert, busy, mark }: Marking) {
  const { t } = useWords();
  const what = t(`alerts.kind.${alert.kind}`);
  return (
    <span className="buttons">
      {FINDINGS.map((finding) => (
        <Button
          key={finding}
          disabled={busy}
          aria-label={t('alerts.mark', { what, finding: t(`alerts.finding.${finding}`) })}
          onClick={() => mark(finding)}
        >
          {t(`alerts.finding.${finding}`)}
        </Button>
      ))}
    </span>
  );
}
