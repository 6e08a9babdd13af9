import { Button } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useMe } from '../me.js';
import { useWords } from '../words.js';
import { ContactAsk } from './contact-ask.js';
import { type CaseDeed, DEEDS, hindrance } from './deeds.js';
import { EndAsk } from './end-ask.js';
import { RetryAtAsk } from './retry-at-ask.js';
import { SkipAsk } from './skip-ask.js';
import { TellAsk } from './tell-ask.js';

type Case = Answer<'showCase'>;

/** What may be done now, and what may not together where the reason is the same; green only for what was read back. */
export function Settle({ one, work }: { one: Case; work: Answer<'showCaseWork'> | undefined }) {
  const { t } = useWords();
  const { rights } = useMe();
  const [asking, setAsking] = useState<CaseDeed>();
  const shown = DEEDS[one.kind].filter((deed) => deed !== 'retry_cancel' || one.retryAt !== null);
  const whyNot = (deed: CaseDeed) => hindrance(deed, one, { work, rights });
  const reasons = [...new Set(shown.map(whyNot))];
  return (
    <section className="actions">
      <ul className="unable">
        {reasons.map((why) => (
          <li key={why ?? ''}>
            {shown
              .filter((deed) => whyNot(deed) === why)
              .map((deed) => (
                <Button
                  key={deed}
                  type={deed === shown[0] ? 'primary' : 'default'}
                  disabled={why !== undefined}
                  onClick={() => setAsking(deed)}
                >
                  {t(`case.${deed}`)}
                </Button>
              ))}
            {why && <span className="quiet">{t(why)}</span>}
          </li>
        ))}
      </ul>
      {one.kind === 'technical' && <p className="quiet">{t('case.proof')}</p>}
      {asking && <Asking deed={asking} caseId={one.id} done={() => setAsking(undefined)} />}
    </section>
  );
}

function Asking(props: { deed: CaseDeed; caseId: string; done: () => void }) {
  const { deed, ...rest } = props;
  switch (deed) {
    case 'retry':
    case 'retry_cancel':
    case 'give_up':
    case 'resolve':
      return <EndAsk deed={deed} {...rest} />;
    case 'retry_at':
      return <RetryAtAsk {...rest} />;
    case 'skip':
      return <SkipAsk {...rest} />;
    case 'contact':
      return <ContactAsk {...rest} />;
    case 'tell':
      return <TellAsk {...rest} />;
  }
}
