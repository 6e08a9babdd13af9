import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { ROOT_CAUSES, type RootCause } from '../cases/root-causes.js';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Money } from '../parts/money.js';
import { Fields, Panel } from '../parts/panel.js';
import { Trouble, useTrouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { checks as en } from '../words/en/checks.js';
import { checks as zh } from '../words/zh/checks.js';
import { useWords } from '../words.js';

type Incident = Answer<'showIncident'>;

const CHECKS = { zh, en };

/** One cause: what it holds up, what would happen now, and the way to retry all of it carefully. */
export function IncidentScreen() {
  const { t, word } = useWords();
  const { causeKey } = useParams({ from: '/incidents/$causeKey' });
  const one = useLive('showIncident', { params: { causeKey } });
  if (one.error && !one.data) return <Trouble error={one.error} again={one.again} />;
  if (!one.data) return null;
  return (
    <>
      <header className="head">
        <h1>{`${word('step', one.data.step)} · ${one.data.cause}`}</h1>
        <Link to="/incidents">{t('incidents.title')}</Link>
      </header>
      <AsOf ms={one.asOfMs} stale={one.error !== null} />
      <Facts one={one.data} />
      <Canary one={one.data} />
      <Preflight causeKey={causeKey} />
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
          [t('incidents.assigned'), one.assignedTo ?? t('order.none')],
          [t('incidents.fix'), one.knownFix ?? t('order.none')],
        ]}
      />
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

function Preflight({ causeKey }: { causeKey: string }) {
  const { t, language } = useWords();
  const tell = (group: string, code: string) =>
    CHECKS[language][`${group}.${code}`] ?? code.replaceAll('_', ' ');
  const [asked, setAsked] = useState(false);
  const check = useLive('checkCases', { query: { causeKey } }, { enabled: asked });
  return (
    <Panel
      title={t('incidents.check')}
      extra={
        <Button onClick={() => (asked ? check.again() : setAsked(true))}>{t('incidents.check_now')}</Button>
      }
    >
      {check.error && <Trouble error={check.error} again={check.again} />}
      {!check.data && <p className="quiet">{t('incidents.check_how')}</p>}
      {check.data && (
        <>
          <p role="status">
            {t('incidents.checked', { passing: check.data.passing, failing: check.data.failing })}
            {check.data.left > 0 && t('incidents.left', { left: check.data.left })}
          </p>
          <div className="scroll-x">
            <table className="plain">
              <tbody>
                {check.data.items.map((item) => (
                  <tr key={item.caseId}>
                    <td>
                      <Link to="/cases/$caseId" params={{ caseId: item.caseId }} className="mono">
                        {item.orderNo}
                      </Link>
                    </td>
                    <td className={item.passes ? undefined : 'late'}>
                      {item.passes
                        ? t('incidents.passes', { outcome: tell('outcome', item.outcome ?? '') })
                        : t('incidents.fails', { because: tell('because', item.because ?? '') })}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Panel>
  );
}
