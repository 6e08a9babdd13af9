import type { Answer } from '../client.js';
import { Ask } from '../parts/ask.js';
import { useWords } from '../words.js';
import { OfferAsk } from './offer-ask.js';
import { type Action, useAction } from './use-action.js';

const REASONS: Readonly<
  Record<
    Exclude<Action, 'offer_transfer' | 'request_code' | 'accept_transfer' | 'supply_evidence'>,
    readonly string[]
  >
> = {
  reissue_code: ['damaged', 'suspected_misuse', 'customer_asked', 'other'],
  void_code: ['suspected_misuse', 'entry_mistake', 'other'],
  refuse_transfer: ['wrong_place', 'goods_missing', 'evidence_missing', 'other'],
  watch: ['amount_doubtful', 'customer_asked', 'other'],
  cancel_order: ['customer_asked', 'entry_mistake', 'other'],
};

/** What a returned review may have asked for. */
const EVIDENCE = [
  'invoice',
  'contract',
  'payment_proof',
  'delivery_proof',
  'customer_reply',
  'photo',
  'other',
];

interface Props {
  action: Action;
  order: Answer<'showOrder'>;
  done: () => void;
}

/** Asks what an action needs to know, does it, and tells how it went. */
export function ActionAsk({ action, order, done }: Props) {
  const { t } = useWords();
  const { send, busy } = useAction(action, order, done);
  const title = t(action === 'watch' && order.watched ? 'action.unwatch' : `action.${action}`);
  if (action === 'request_code' || action === 'accept_transfer') return null;
  if (action === 'offer_transfer') return <OfferAsk orderNo={order.orderNo} cancel={done} />;
  if (action === 'supply_evidence')
    return (
      <Ask
        title={title}
        group="missing"
        codes={EVIDENCE}
        label={t('order.evidence_what')}
        missing={t('order.evidence_missing')}
        busy={busy}
        cancel={done}
        confirm={(what, note) => send({ what, ...(note !== undefined && { note }) })}
      >
        <p className="quiet">{t('order.evidence_then')}</p>
      </Ask>
    );
  return (
    <Ask
      title={title}
      group="reason"
      codes={REASONS[action]}
      label={t('act.reason')}
      missing={t('act.reason_missing')}
      busy={busy}
      cancel={done}
      confirm={(reason, note) => send({ reason, ...(note !== undefined && { note }) })}
    />
  );
}
