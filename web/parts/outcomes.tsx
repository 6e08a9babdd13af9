import type { Answer } from '../client.js';
import { grouped } from '../format.js';
import { useWords } from '../words.js';

export type Evaluation = NonNullable<Answer<'showReview'>['evaluation']>;
type Outcome = Evaluation['conditions'][number];

/** Rule by rule: what was expected, what was found. For contradictions and risks `met` means that they are there. */
export function Outcomes({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useWords();
  const { conditions, contradictions, risks } = evaluation;
  return (
    <div className="scroll-x">
      <table className="plain">
        <thead>
          <tr>
            {(['order.rule', 'order.expected', 'order.found', 'order.met'] as const).map((key) => (
              <th
                key={key}
                scope="col"
                className={key === 'order.expected' || key === 'order.found' ? 'number' : undefined}
              >
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <Group title={t('order.conditions')} group="condition" outcomes={conditions} wanted />
        <Group
          title={t('order.contradictions')}
          group="contradiction"
          outcomes={contradictions}
          wanted={false}
        />
        <Group title={t('order.risks')} group="risk" outcomes={risks} wanted={false} />
      </table>
    </div>
  );
}

function Group(props: { title: string; group: string; outcomes: Outcome[]; wanted: boolean }) {
  const { word } = useWords();
  if (props.outcomes.length === 0) return null;
  return (
    <tbody>
      <tr>
        <th colSpan={4} scope="colgroup" className="group">
          {props.title}
        </th>
      </tr>
      {props.outcomes.map((one) => (
        <tr key={one.id}>
          <td>{word(props.group, one.id)}</td>
          <td className="number">{grouped(word('value', one.expected))}</td>
          <td className="number">{grouped(word('value', one.found))}</td>
          <td>
            <Verdict met={one.met} wanted={props.wanted} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function Verdict({ met, wanted }: { met: boolean; wanted: boolean }) {
  const { t } = useWords();
  const said = wanted ? (met ? 'ok' : 'missing') : met ? 'present' : 'absent';
  return (
    <span
      className={met === wanted ? 'good' : 'late'}
    >{`${met === wanted ? '✓' : '✗'} ${t(`outcome.${said}`)}`}</span>
  );
}
