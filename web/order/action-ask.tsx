import { App } from 'antd';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { Ask } from '../parts/ask.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { OfferAsk } from './offer-ask.js';

type Action = Answer<'listActions'>['items'][number]['action'];

const REASONS: Readonly<Record<Exclude<Action, 'offer_transfer'>, readonly string[]>> = {
  request_code: ['customer_asked', 'other'],
  reissue_code: ['damaged', 'suspected_misuse', 'customer_asked', 'other'],
  void_code: ['suspected_misuse', 'entry_mistake', 'other'],
  accept_transfer: ['other'],
  refuse_transfer: ['wrong_place', 'goods_missing', 'evidence_missing', 'other'],
  watch: ['amount_doubtful', 'customer_asked', 'other'],
  cancel_order: ['customer_asked', 'entry_mistake', 'other'],
};

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
  if (action === 'offer_transfer') return <OfferAsk orderNo={order.orderNo} cancel={done} />;
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

function useAction(action: Action, order: Answer<'showOrder'>, done: () => void) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const request = useDeed('requestCode');
  const reissue = useDeed('reissueCode');
  const makeVoid = useDeed('voidCode');
  const cancel = useDeed('cancelOrder');
  const watch = useDeed('watchOrder');
  const answer = useDeed('answerTransfer');
  const params = { orderNo: order.orderNo };
  const sent = (body: { reason: string; note?: string }): Promise<unknown> => {
    switch (action) {
      case 'request_code':
        return request.mutateAsync({ params, body });
      case 'reissue_code':
        return reissue.mutateAsync({ params, body });
      case 'void_code':
        return makeVoid.mutateAsync({ params, body });
      case 'cancel_order':
        return cancel.mutateAsync({ params, body });
      case 'watch':
        return watch.mutateAsync({ params, body: { on: !order.watched, ...body } });
      case 'accept_transfer':
        return answer.mutateAsync({ params, body: { answer: 'accepted', ...body } });
      case 'refuse_transfer':
        return answer.mutateAsync({ params, body: { answer: 'refused', ...body } });
      case 'offer_transfer':
        throw new Error('a hand-over is offered by its own form');
    }
  };
  const send = (body: { reason: string; note?: string }) =>
    void sent(body).then(
      () => {
        void message.success(t('act.done', { what: t(`action.${action}`) }));
        done();
      },
      (error: Error) => void message.error(tell(error).sentence),
    );
  const busy = [request, reissue, makeVoid, cancel, watch, answer].some((deed) => deed.isPending);
  return { send, busy };
}
