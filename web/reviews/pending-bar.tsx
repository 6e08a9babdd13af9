import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTrouble } from '../parts/trouble.js';
import { useKeys } from '../use-keys.js';
import { useWords } from '../words.js';
import { forget, type Pending, pendingNow, undo, watchPending } from './pending.js';

/** Decisions that are not sent yet, each with its seconds; and those that were refused. */
export function PendingBar() {
  const pending = useSyncExternalStore(watchPending, pendingNow);
  const client = useQueryClient();
  useKeys({ undo: () => void undo() });
  useEffect(() => {
    if (pending.length === 0) void client.invalidateQueries();
  }, [pending, client]);
  if (pending.length === 0) return null;
  return (
    <div className="pending" aria-live="polite">
      {pending.map((one) =>
        one.state === 'refused' ? <Refusal key={one.key} one={one} /> : <Waiting key={one.key} one={one} />,
      )}
    </div>
  );
}

function Waiting({ one }: { one: Pending }) {
  const { t, word } = useWords();
  const left = useSecondsTo(one.sendsAtMs);
  const what = `${one.orderNo} · ${word('decision', one.body.decision)}`;
  return (
    <Alert
      type="info"
      showIcon
      title={
        one.state === 'waiting'
          ? t('review.sending', { seconds: left, what })
          : t('review.sending_now', { what })
      }
      action={
        one.state === 'waiting' && (
          <Button size="small" onClick={() => forget(one.key)}>
            {t('review.undo')} <kbd>u</kbd>
          </Button>
        )
      }
    />
  );
}

function Refusal({ one }: { one: Pending }) {
  const { t } = useWords();
  const tell = useTrouble();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      closable={{ onClose: () => forget(one.key), 'aria-label': t('shell.close') }}
      title={t('review.not_taken', { orderNo: one.orderNo })}
      description={one.error && tell(one.error).sentence}
      action={
        <Link to="/reviews/$reviewId" params={{ reviewId: one.reviewId }}>
          {t('review.look_again')}
        </Link>
      }
    />
  );
}

function useSecondsTo(atMs: number): number {
  const left = () => Math.max(0, Math.ceil((atMs - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 500);
    return () => clearInterval(timer);
  });
  return seconds;
}
