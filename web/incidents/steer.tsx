import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { rootCauseOf } from '../cases/root-causes.js';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { useMay } from '../me.js';
import { useTrouble } from '../parts/trouble.js';
import { type Key, useWords } from '../words.js';
import { failedOf } from './batch-counts.js';

type Batch = Answer<'showBatch'>;

/** What people may want of a batch now; each button that is off says why. */
export function Steer({ one }: { one: Batch }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const go = useNavigate();
  const may = useMay('case.retry');
  const steer = useDeed('steerBatch');
  const again = useDeed('startBatch');
  const fails = { onError: (error: Error) => void message.error(tell(error).sentence) };
  const wish = (wanted: Batch['wanted']) => () =>
    steer.mutate({ params: { batchId: one.id }, body: { wanted, revision: one.revision } }, fails);
  const retryFailed = () =>
    again.mutate(
      { body: { failedOf: one.id, rootCause: rootCauseOf(one.rootCause) } },
      {
        ...fails,
        onSuccess: ({ batchId }) => void go({ to: '/retry-batches/$batchId', params: { batchId } }),
      },
    );
  const deeds: readonly [Deed, () => void][] = [
    ['suspend', wish('suspend')],
    ['resume', wish('run')],
    ['cancel', wish('cancel')],
    ['only_failed', retryFailed],
  ];
  return (
    <ul className="unable">
      {deeds.map(([name, deed]) => {
        const why = may ? hindrance(name, one) : 'case.no_right';
        return (
          <li key={name}>
            <Button disabled={why !== undefined} loading={steer.isPending || again.isPending} onClick={deed}>
              {t(`batch.${name}`)}
            </Button>
            {why && <span className="quiet">{t(why)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

type Deed = 'suspend' | 'resume' | 'cancel' | 'only_failed';

/** Why a deed is not possible now; the server decides again. */
function hindrance(deed: Deed, one: Batch): Key | undefined {
  const over = one.endedAt !== null || one.wanted === 'cancel';
  const halted = one.wanted === 'suspend' || one.status === 'stopped';
  if (deed === 'only_failed') {
    if (one.endedAt === null) return 'batch.why_running';
    return failedOf(one.counts) > 0 ? undefined : 'batch.why_none_failed';
  }
  if (over) return 'batch.why_over';
  if (deed === 'suspend') return halted ? 'batch.why_suspend' : undefined;
  return deed === 'resume' && !halted ? 'batch.why_resume' : undefined;
}
