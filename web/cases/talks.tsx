import type { Answer } from '../client.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { type Speech, useWords } from '../words.js';

type Act = Answer<'showCaseWork'>['acts'][number];

const TALKS: readonly string[] = ['customer_contacted', 'progress_told'];

/** What was said with the customer, the last first; what is said here stays as it was written (P6.3.3). */
export function Talks({ acts }: { acts: readonly Act[] }) {
  const { t } = useWords();
  return <Log title={t('contact.title')} empty={t('contact.none')} acts={acts.filter(isTalk)} />;
}

/** What people did about the case, the last first. */
export function Acts({ acts }: { acts: readonly Act[] }) {
  const { t } = useWords();
  return (
    <Log title={t('bench.acts')} empty={t('bench.acts_none')} acts={acts.filter((act) => !isTalk(act))} />
  );
}

const isTalk = ({ type }: Act): boolean => TALKS.includes(type);

function Log({ title, empty, acts }: { title: string; empty: string; acts: readonly Act[] }) {
  const speech = useWords();
  return (
    <Panel title={title}>
      {acts.length === 0 && <p className="quiet">{empty}</p>}
      <ol className="tries">
        {acts.toReversed().map((act) => (
          <li key={act.fact}>
            <span>{[speech.word('fact', act.type), ...detailOf(act, speech)].join(' · ')}</span>{' '}
            <span className="quiet">
              {act.actor.id} · <When at={act.at} />
            </span>
            {act.note !== undefined && <p className="wrap said">{act.note}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** The parts of an act that people choose from lists, in their words. */
function detailOf({ detail }: Act, { word }: Pick<Speech, 'word'>): string[] {
  return GROUPS.flatMap(([field, group]) => {
    const value = detail[field];
    return typeof value === 'string' ? [word(group, value)] : [];
  });
}

const GROUPS = [
  ['channel', 'contactChannel'],
  ['direction', 'direction'],
  ['progress', 'progress'],
  ['proof', 'proof'],
  ['resolution', 'resolution'],
  ['rootCause', 'rootCause'],
] as const;
