import { CheckOutlined, CloseOutlined, EllipsisOutlined } from '@ant-design/icons';
import type { Answer } from '../client.js';
import { Money } from '../parts/money.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';

type Work = Answer<'showCaseWork'>;
type Rung = Work['ladder'][number];

const ICONS = { done: CheckOutlined, failed: CloseOutlined, pending: EllipsisOutlined } as const;
const TONES = { done: 'good', failed: 'late', pending: 'quiet' } as const;

/** The steps of the lifecycle in order: done, failed here, still to come. */
export function Ladder({ rungs }: { rungs: readonly Rung[] }) {
  const { t, word } = useWords();
  return (
    <Panel title={t('bench.ladder')}>
      <ol className="ladder">
        {rungs.map(({ step, state }) => {
          const Icon = ICONS[state];
          return (
            <li
              key={step}
              className={`rung rung-${state}`}
              {...(state === 'failed' && { 'aria-current': 'step' as const })}
            >
              <Icon className={TONES[state]} aria-hidden />
              <span>{word('step', step)}</span>
              <span className={TONES[state]}>{t(`rung.${state}`)}</span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

/** What has left the house already: a retry repeats none of it. */
export function Effects({ work: { effects } }: { work: Work }) {
  const { t, word } = useWords();
  return (
    <Panel title={t('bench.effects')}>
      <p className="quiet">{t(effects.length === 0 ? 'bench.effects_none' : 'bench.effects_how')}</p>
      <ul className="records">
        {effects.map(({ what, key, state, at, money }) => (
          <li key={key}>
            <span>{word('effect', what)}</span>
            {money && <Money minor={money.amountMinor} currency={money.currency} />}
            <span title={`${t('bench.effect_key')}: ${key}`}>{word('effectState', state)}</span>
            {at && (
              <span className="quiet">
                <When at={at} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
