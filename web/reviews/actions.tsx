import { Alert, Button, Dropdown } from 'antd';
import { useState, useSyncExternalStore } from 'react';
import { useMay, useMe } from '../me.js';
import { Due } from '../parts/when.js';
import { useKeys } from '../use-keys.js';
import { useWords } from '../words.js';
import { Asking, type AskKind } from './asking.js';
import type { Desk } from './draft.js';
import { type Review, useHindrance, useMine, useRanOut } from './hindrance.js';
import { pendingNow, pendingOn, watchPending } from './pending.js';
import { useDesk } from './use-desk.js';

/** Claim, approve, reject, return, pass on. Who cannot sees why; the server asks all of it again. */
export function Actions({ review, draft }: { review: Review; draft: Desk }) {
  const { t } = useWords();
  const [asking, setAsking] = useState<AskKind>();
  useSyncExternalStore(watchPending, pendingNow);
  const waits = pendingOn(review.id) !== undefined;
  const hindrance = useHindrance(review);
  const ranOut = useRanOut(review);
  const mine = useMine(review);
  const desk = useDesk(review);
  const can = hindrance === undefined && mine && !desk.busy && !waits;
  const approve = (andNext: boolean) => can && desk.decide(approvedWith(draft.text), andNext);
  const ask = (kind: AskKind) => can && setAsking(kind);
  useKeys({
    claim: () => hindrance === undefined && !mine && desk.claim(),
    approve: () => approve(true),
    reject: () => ask('reject'),
    send_back: () => ask('return'),
    escalate: () => ask('escalate'),
    next_best: desk.goNext,
  });
  return (
    <section className="actions">
      {hindrance !== undefined && <Alert type="warning" showIcon title={hindrance} />}
      {mine && review.claimExpiresAt && (
        <p>
          {t('review.yours')} <Due at={review.claimExpiresAt} />
        </p>
      )}
      {hindrance === undefined && !mine && <p>{t(ranOut ? 'review.lease_over' : 'review.claim_first')}</p>}
      <div className="buttons">
        <Button
          type={mine ? 'default' : 'primary'}
          disabled={hindrance !== undefined || mine || desk.busy}
          onClick={desk.claim}
        >
          {t('review.claim')} <kbd>c</kbd>
        </Button>
        <Button type="primary" disabled={!can} onClick={() => approve(true)}>
          {t('review.approve_next')} <kbd>a</kbd>
        </Button>
        <Button disabled={!can} onClick={() => approve(false)}>
          {t('review.approve')}
        </Button>
        <Button danger disabled={!can} onClick={() => ask('reject')}>
          {t('review.reject')} <kbd>r</kbd>
        </Button>
        <Button disabled={!can} onClick={() => ask('return')}>
          {t('review.return')} <kbd>t</kbd>
        </Button>
        <More can={can} mine={mine} ask={setAsking} release={desk.release} />
        <Special review={review} ask={setAsking} withdraw={desk.withdraw} busy={desk.busy} />
        <Button onClick={desk.goNext}>
          {t('review.next')} <kbd>n</kbd>
        </Button>
      </div>
      {asking && (
        <Asking kind={asking} review={review} draft={draft} desk={desk} close={() => setAsking(undefined)} />
      )}
    </section>
  );
}

const approvedWith = (text: string) => ({
  decision: 'approved' as const,
  ...(text.trim() !== '' && { note: text.trim() }),
});

interface MoreProps {
  can: boolean;
  mine: boolean;
  ask(kind: AskKind): void;
  release(): void;
}

/** What is done more seldom: ask, hand on, escalate, give back. */
function More({ can, mine, ask, release }: MoreProps) {
  const { t } = useWords();
  const item = (key: AskKind) => ({
    key,
    label: t(`review.${key}`),
    disabled: !can,
    onClick: () => ask(key),
  });
  const items = [
    item('question'),
    item('hand_over'),
    item('escalate'),
    { key: 'release', label: t('review.release'), disabled: !mine, onClick: release },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button>{t('shell.more')}</Button>
    </Dropdown>
  );
}

interface SpecialProps {
  review: Review;
  ask(kind: AskKind): void;
  withdraw(): void;
  busy: boolean;
}

/** What only some may do, and only now: a lead takes over, a first reviewer withdraws. */
function Special({ review, ask, withdraw, busy }: SpecialProps) {
  const { t } = useWords();
  const { id } = useMe();
  const lead = useMay('review.lead');
  const open = review.status === 'open';
  const decided = review.decidedBy.some((one) => one.id === id);
  const others = review.claimedBy !== null && review.claimedBy !== id;
  return (
    <>
      {open && lead && others && review.mayNotReview === null && !decided && (
        <Button onClick={() => ask('take_over')}>{t('review.take_over')}</Button>
      )}
      {open && decided && (
        <Button loading={busy} onClick={withdraw}>
          {t('review.withdraw')}
        </Button>
      )}
    </>
  );
}
