import { Button, Input } from 'antd';
import type { Answer } from '../client.js';
import { grouped } from '../format.js';
import type { Live } from '../live.js';
import { AsOf } from '../parts/as-of.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';
import { Checks } from './checks.js';
import type { Desk } from './draft.js';
import type { Review } from './hindrance.js';
import { RiskChip } from './risk.js';

interface Props {
  review: Review;
  draft: Desk;
  check: Live<Answer<'checkReview'>>;
}

/** Why a person must look, what would have passed, and each check with what was found. */
export function DecisionPane({ review, draft, check }: Props) {
  const { t } = useWords();
  const evaluation = check.data?.evaluation ?? review.evaluation;
  return (
    <div>
      <Why review={review} />
      {evaluation && (
        <Panel
          title={t('review.checks')}
          extra={
            <span className="extra">
              <AsOf ms={check.asOfMs} stale={check.error !== null} />
              <Button size="small" onClick={check.again}>
                {t('review.check_again')}
              </Button>
            </span>
          }
        >
          <Checks evaluation={evaluation} facts={review.facts} draft={draft} />
        </Panel>
      )}
      <Opinion draft={draft} open={review.status === 'open'} />
    </div>
  );
}

function Why({ review }: { review: Review }) {
  const { t, word } = useWords();
  return (
    <Panel title={t('review.why')} extra={<RiskChip level={review.level} />}>
      <ul className="why">
        {review.reasons.map((reason) => (
          <li key={reason.id}>
            <b>{word('risk', reason.id)}</b>{' '}
            <span className="quiet">
              {t('review.risk', {
                found: grouped(word('value', reason.found)),
                expected: grouped(word('value', reason.expected)),
              })}
            </span>
          </li>
        ))}
      </ul>
      <p>{t('review.would_pass')}</p>
      {review.reviewersNeeded > 1 && (
        <p>
          {t('review.second', { count: review.reviewersNeeded })}{' '}
          {review.decidedBy.length > 0 &&
            t('review.first_by', { who: review.decidedBy.map(({ name }) => name).join(' ') })}
        </p>
      )}
    </Panel>
  );
}

/** Goes with the decision; kept on the server while it is written. */
function Opinion({ draft, open }: { draft: Desk; open: boolean }) {
  const { t } = useWords();
  return (
    <Panel title={t('review.opinion')} extra={<span className="as-of">{t(`draft.${draft.state}`)}</span>}>
      <Input.TextArea
        aria-label={t('review.opinion')}
        rows={3}
        maxLength={2000}
        disabled={!open}
        placeholder={t('review.opinion_hint')}
        value={draft.text}
        onChange={(event) => draft.write(event.target.value)}
      />
    </Panel>
  );
}
