import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { App, Button, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { failureOf } from '../cases/failure.js';
import { ROOT_CAUSES, type RootCause } from '../cases/root-causes.js';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Money } from '../parts/money.js';
import { Fields, Panel } from '../parts/panel.js';
import { Trouble, useTrouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import '../bench-words.js';
import '../cases/bench.css';
import { Fix } from './fix.js';
import { Check } from './preflight.js';
import { Trend } from './trend.js';

type Incident = Answer<'showIncident'>;

/** One cause: what it holds up, what would happen now, and the way to retry all of it carefully. */
export function IncidentScreen() {
  const { t, word } = useWords();
  const { causeKey } = useParams({ from: '/incidents/$causeKey' });
  const one = useLive('showIncident', { params: { causeKey } });
  if (one.error && !one.data) return <Trouble error={one.error} again={one.again} />;
  if (!one.data) return one.slow ? <Skeleton active /> : null;
  return (
    <>
      <header className="head">
        <h1>{`${word('step', one.data.step)} · ${t(failureOf(one.data.cause))}`}</h1>
        <Link to="/incidents">{t('incidents.title')}</Link>
      </header>
      <AsOf ms={one.asOfMs} stale={one.error !== null} />
      <Facts one={one.data} />
      <Fix causeKey={causeKey} />
      <Canary one={one.data} />
      <Check title={t('incidents.check')} query={{ causeKey }} />
    </>
  );
}

function Facts({ one }: { one: Incident }) {
  const { t } = useWords();
  return (
    <Panel title={t('case.detail')}>
      <Fields
        rows={[
          [t('incidents.count'), one.cases],
          [t('incidents.retrying'), one.retrying],
          [t('incidents.again'), one.failedAgain],
          [
            t('list.amount'),
            one.money.map(({ currency, amountMinor }) => (
              <div key={currency}>
                <Money minor={amountMinor} currency={currency} />
              </div>
            )),
          ],
          [t('incidents.first'), <When key="first" at={one.firstSeenAt} />],
          [t('incidents.last'), <When key="last" at={one.lastSeenAt} />],
          [t('trend.title'), <Trend key="trend" hours={one.trend} />],
        ]}
      />
      <details>
        <summary>{t('bench.full_error')}</summary>
        <pre className="mono raw">{one.cause}</pre>
      </details>
    </Panel>
  );
}

function Canary({ one }: { one: Incident }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const go = useNavigate();
  const may = useMay('case.retry');
  const [rootCause, setRootCause] = useState<RootCause>();
  const start = useDeed('startBatch');
  const send = () =>
    rootCause &&
    start.mutate(
      { body: { causeKey: one.causeKey, rootCause } },
      {
        onSuccess: ({ batchId }) => void go({ to: '/retry-batches/$batchId', params: { batchId } }),
        onError: (error) => void message.error(tell(error).sentence),
      },
    );
  const why = may ? (rootCause ? undefined : t('case.root_cause_missing')) : t('case.no_right');
  return (
    <Panel title={t('incidents.canary')}>
      <p className="quiet">{t('incidents.canary_how')}</p>
      <div className="buttons">
        <Select
          aria-label={t('case.root_cause')}
          placeholder={t('case.root_cause')}
          className="filter"
          options={ROOT_CAUSES.map((value) => ({ value, label: word('rootCause', value) }))}
          onChange={setRootCause}
        />
        <Button type="primary" disabled={why !== undefined} loading={start.isPending} onClick={send}>
          {t('incidents.start')}
        </Button>
        {why && <span className="quiet">{why}</span>}
      </div>
    </Panel>
  );
}
