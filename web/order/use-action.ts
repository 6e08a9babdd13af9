import { App } from 'antd';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';

export type Action = Answer<'listActions'>['items'][number]['action'];

interface Given {
  reason?: string;
  note?: string;
  /** Which evidence. */
  what?: string;
}

/** Does what an action asks for, and tells how it went. */
export function useAction(action: Action, order: Answer<'showOrder'>, done: () => void) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const request = useDeed('requestCode');
  const reissue = useDeed('reissueCode');
  const makeVoid = useDeed('voidCode');
  const cancel = useDeed('cancelOrder');
  const watch = useDeed('watchOrder');
  const answer = useDeed('answerTransfer');
  const supply = useDeed('supplyEvidence');
  const params = { orderNo: order.orderNo };
  const sent = ({ what = 'other', ...body }: Given): Promise<unknown> => {
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
      case 'supply_evidence':
        return supply.mutateAsync({ params, body: { what, ...body } });
      case 'offer_transfer':
        throw new Error('a hand-over is offered by its own form');
    }
  };
  const send = (body: Given) =>
    void sent(body).then(
      () => {
        void message.success(t('act.done', { what: t(`action.${action}`) }));
        done();
      },
      (error: Error) => void message.error(tell(error).sentence),
    );
  const busy = [request, reissue, makeVoid, cancel, watch, answer, supply].some((deed) => deed.isPending);
  return { send, busy };
}
