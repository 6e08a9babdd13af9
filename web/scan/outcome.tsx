import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ComponentType, lazy, Suspense } from 'react';
import { Refused } from '../client.js';
import { useTrouble } from '../parts/trouble.js';
import { seek } from '../search/sought.js';
import { useWords } from '../words.js';
import { Next } from './next.js';
import { ScannedOrder } from './scanned-order.js';
import type { Scan, Scanned } from './use-scans.js';

const Till = lazy(async () => ({ default: (await import('../till/till.js')).Till }));

type Tone = 'busy' | 'good' | 'wait' | 'bad';

const ICONS: Readonly<Record<Tone, ComponentType>> = {
  busy: LoadingOutlined,
  good: CheckCircleFilled,
  wait: ClockCircleFilled,
  bad: CloseCircleFilled,
};

interface Props {
  scan: Scan;
  again: () => void;
  /** The latest scan with its order and the next step; earlier ones are one line. */
  whole?: boolean;
}

/** What came of a scan: a colour, a sentence, the way out; then the order as this person needs it. */
export function Outcome({ scan, again, whole = false }: Props) {
  const { t } = useWords();
  const { answer, error } = scan;
  const tone = toneOf(scan);
  const Icon = ICONS[tone];
  const orderNo = answer?.order?.orderNo;
  return (
    <section className={`scan-result scan-${tone}`} aria-label={t('scan.result')}>
      <div className="scan-verdict" role={whole ? 'status' : undefined} data-reason={answer?.reason}>
        <Icon />
        <div>
          <Sentence scan={scan} />
          {answer && !answer.accepted && <WayOut answer={answer} />}
          {orderNo !== undefined && (
            <Link to="/orders/$orderNo" params={{ orderNo }} className="mono">
              {orderNo}
            </Link>
          )}
        </div>
      </div>
      {whole && answer && NO_CODES.includes(answer.reason) && <LookFor number={scan.token} />}
      {error && (
        <Button size="large" onClick={again}>
          {t('problem.retry')}
        </Button>
      )}
      {whole && answer?.order && orderNo !== undefined && (
        <>
          {isAtTill(scan) && (
            <Suspense>
              <Till orderNo={orderNo} currency={answer.order.currency} />
            </Suspense>
          )}
          {!isDead(answer) && !isAtTill(scan) && (
            <Next orderNo={orderNo} purpose={scan.purpose} {...(answer.face && { face: answer.face })} />
          )}
          <ScannedOrder answer={{ ...answer, order: answer.order }} purpose={scan.purpose} />
        </>
      )}
    </section>
  );
}

/** What was read is no code of an order, and may be a number that leads to one: its own, or its parcel's. */
const NO_CODES: readonly Scanned['reason'][] = ['code_malformed', 'code_foreign'];
const A_NUMBER = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{2,63}$/;

function LookFor({ number }: { number: string }) {
  const { t } = useWords();
  const go = useNavigate();
  if (!A_NUMBER.test(number)) return null;
  const look = () => {
    seek(number);
    void go({ to: '/search' });
  };
  return (
    <Button size="large" onClick={look}>
      {t('scan.look_for')}
    </Button>
  );
}

/** With a code that is not live nothing goes on: the way out is a new code. */
const isDead = (answer: Scanned | undefined): boolean =>
  answer?.reason.startsWith('code_') === true && answer.reason !== 'code_live';

/** Money is taken where the code lives and the person may. */
const isAtTill = ({ purpose, answer }: Scan): boolean => purpose === 'till' && answer?.accepted === true;

/** Green only for what was read back: a deed that the lifecycle has not taken in yet is amber. */
function toneOf({ answer, error }: Scan): Tone {
  if (error) return error instanceof Refused && error.code === 'unreachable' ? 'wait' : 'bad';
  if (!answer) return 'busy';
  if (!answer.accepted) return 'bad';
  return answer.fact !== undefined && answer.applied === false ? 'wait' : 'good';
}

function Sentence({ scan: { answer, error, purpose } }: { scan: Scan }) {
  const { t } = useWords();
  const tell = useTrouble();
  if (error) {
    const { sentence, reference } = tell(error);
    return (
      <p className="scan-sentence">
        {sentence}
        {reference && <span className="mono"> {t('problem.reference', { reference })}</span>}
      </p>
    );
  }
  if (!answer) return <p className="scan-sentence">{t('scan.reading')}</p>;
  if (!answer.accepted || purpose === 'look' || purpose === 'handle' || purpose === 'till')
    return <p className="scan-sentence">{answer.sentence}</p>;
  const applied = answer.applied !== false ? 'done' : 'taken';
  return <p className="scan-sentence">{t(`scan.${purpose}_${applied}`)}</p>;
}

function WayOut({ answer: { reason, replacedBy } }: { answer: Scanned }) {
  const { t } = useWords();
  if (reason === 'code_live') return null;
  const values = replacedBy === undefined ? {} : { issue: replacedBy };
  return <p>{t(replacedBy === undefined ? `scan.out_${reason}` : 'scan.out_replaced_by', values)}</p>;
}
