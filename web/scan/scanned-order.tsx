import { useLive } from '../live.js';
import { Money } from '../parts/money.js';
import { Fields } from '../parts/panel.js';
import { StateChip } from '../parts/state-chip.js';
import { useWaits } from '../parts/waits.js';
import { useWords } from '../words.js';
import { Face } from './face.js';
import type { Purpose } from './purposes.js';
import type { Scanned } from './use-scans.js';

interface Props {
  answer: Scanned & { order: NonNullable<Scanned['order']> };
  purpose: Purpose;
}

/** The order with the face for whoever scans: as the scan told it at once, then as it is. */
export function ScannedOrder({ answer, purpose }: Props) {
  const { t, word } = useWords();
  const waits = useWaits();
  const { order } = answer;
  const params = { orderNo: order.orderNo };
  const live = useLive('showOrder', { params }).data;
  const shown = useLive('showFace', { params, query: { purpose } }).data;
  const state = live?.state ?? answer.state;
  const face = shown?.face ?? answer.face;
  const takeTo = shown ? shown.takeTo : answer.takeTo;
  const customer = live?.customer;
  return (
    <>
      {takeTo && (
        <p className="face-take" role="note">
          {t('face.take_to', {
            department: word('department', takeTo.department),
            does: word('next', takeTo.does),
          })}
        </p>
      )}
      {state && <p className="decision">{waits(state, live ? live.waitingFor : order.waitingFor)}</p>}
      <Fields
        rows={[
          [t('list.state'), state ? <StateChip key="state" state={state} /> : ''],
          [t('list.amount'), <Money key="amount" minor={order.amountMinor} currency={order.currency} />],
          [t('order.owner'), word('department', live?.ownerDepartment ?? order.ownerDepartment)],
          ...(customer
            ? ([
                [t('order.customer'), [customer.name, customer.phoneMasked].filter(Boolean).join(' · ')],
              ] as const)
            : []),
        ]}
      />
      {face && <Face orderNo={order.orderNo} currency={order.currency} purpose={purpose} face={face} />}
    </>
  );
}
