import { App, Button } from 'antd';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { useMay, useMe } from '../me.js';
import { Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';

type Skip = NonNullable<Answer<'showCaseWork'>['skip']>;

/** A request to skip a step waits for the second person. */
export function SkipAnswer({ caseId, skip }: { caseId: string; skip: Skip }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const { id } = useMe();
  const may = useMay('case.confirm');
  const answer = useDeed('answerSkip');
  const why = may ? (skip.askedBy === id ? t('skip.own') : undefined) : t('correction.second');
  const send = (chosen: 'confirmed' | 'refused') =>
    answer.mutate(
      { params: { caseId }, body: { answer: chosen } },
      { onError: (error) => void message.error(tell(error).sentence) },
    );
  return (
    <Panel title={t('skip.title')}>
      <p>
        {t('skip.waits', { who: skip.askedBy, proof: word('proof', skip.proof) })}{' '}
        <span className="quiet">
          <When at={skip.at} />
        </span>
      </p>
      <div className="buttons">
        {(['confirmed', 'refused'] as const).map((chosen) => (
          <Button
            key={chosen}
            type={chosen === 'confirmed' ? 'primary' : 'default'}
            disabled={why !== undefined}
            loading={answer.isPending}
            onClick={() => send(chosen)}
          >
            {t(`skip.${chosen}`)}
          </Button>
        ))}
        {why && <span className="quiet">{why}</span>}
      </div>
    </Panel>
  );
}
