import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useEffect, useRef } from 'react';
import { moment } from '../format.js';
import { useWords } from '../words.js';
import type { Judgement, Listed } from './judge.js';
import type { Taken } from './store.js';

const TONE = { green: 'good', amber: 'wait', red: 'bad' } as const;
const ICON = { green: CheckCircleFilled, amber: ClockCircleFilled, red: CloseCircleFilled };

/** What a code is, as far as this phone knows: a colour with its word, why, and what the list says of the order. */
export function Result({ judged, taken }: { judged: Judgement; taken: Taken }) {
  const { t, language } = useWords();
  const { colour, why, listed, lines } = judged;
  const place = useRef<HTMLElement>(null);
  // Newer browsers answer with a promise, which React would call as the effect's end.
  useEffect(() => void place.current?.scrollIntoView({ block: 'nearest' }), []);
  const Icon = ICON[colour];
  const asOf = why === 'on_list' ? taken.list?.takenAt : taken.trust.asOf;
  return (
    <section ref={place} className={`scan-result scan-${TONE[colour]}`} aria-label={t('offline.result')}>
      <div className="scan-verdict" role="status" data-colour={colour} data-why={why}>
        <Icon />
        <div>
          <p className="scan-sentence">{t(`offline.${colour}`)}</p>
          <p>{t(`offline.why_${why}`, { at: moment(asOf ?? taken.trust.asOf, language) })}</p>
          {listed && <span className="mono">{listed.orderNo}</span>}
        </div>
      </div>
      {listed && lines && <Lines listed={listed} lines={lines} />}
    </section>
  );
}

/** What this scan stands for, line by line. */
function Lines({ listed, lines }: { listed: Listed; lines: NonNullable<Judgement['lines']> }) {
  const { t } = useWords();
  const left = new Map(lines.map(({ lineNo, quantity }) => [lineNo, quantity]));
  return (
    <ul className="records" aria-label={t('order.lines')}>
      {listed.lines
        .filter(({ lineNo }) => left.has(lineNo))
        .map((line) => (
          <li key={line.lineNo}>
            <span className="wrap">{line.name}</span>
            <b className="quiet number">× {left.get(line.lineNo)}</b>
          </li>
        ))}
    </ul>
  );
}
