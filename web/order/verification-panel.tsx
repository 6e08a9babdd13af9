import { moment } from '../format.js';
import { useLive } from '../live.js';
import { Outcomes } from '../parts/outcomes.js';
import { Panel } from '../parts/panel.js';
import { useNeeds } from '../parts/waits.js';
import { useWords } from '../words.js';

/** The last verification, rule by rule, and what would have made it pass. */
export function VerificationPanel({ orderNo }: { orderNo: string }) {
  const { t, word, language } = useWords();
  const needs = useNeeds();
  const latest = useLive('showVerification', { params: { orderNo } }).data?.latest;
  if (latest === undefined) return null;
  if (latest === null)
    return (
      <Panel title={t('order.verification')}>
        <p className="quiet">{t('order.verification_none')}</p>
      </Panel>
    );
  const { evaluation, policyVersion, verifiedAt } = latest;
  return (
    <Panel title={t('order.verification')}>
      <p>
        {t('order.verified', {
          verdict: word('verdict', evaluation.verdict),
          version: policyVersion,
          at: moment(verifiedAt, language),
        })}
      </p>
      {evaluation.nearest.length > 0 && (
        <p className="late">{t('order.missing', { needs: needs(evaluation.nearest) })}</p>
      )}
      <Outcomes evaluation={evaluation} />
    </Panel>
  );
}
