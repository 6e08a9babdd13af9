import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { useMe } from '../me.js';
import { Money } from '../parts/money.js';
import { Fields } from '../parts/panel.js';
import { StateChip } from '../parts/state-chip.js';
import { useWaits } from '../parts/waits.js';
import { useWords } from '../words.js';

type Order = Answer<'showOrder'>;

/** The order with the face for whoever scans: everybody sees where it stands, then what their own work needs. */
export function ScannedOrder({ orderNo }: { orderNo: string }) {
  const { t, word } = useWords();
  const waits = useWaits();
  const { rights } = useMe();
  const order = useLive('showOrder', { params: { orderNo } }).data;
  if (!order) return null;
  const handles = rights.includes('shipment.record') || rights.includes('service.record');
  const { customer } = order;
  return (
    <>
      <p className="decision">{waits(order.state, order.waitingFor)}</p>
      <Fields
        rows={[
          [t('list.state'), <StateChip key="state" state={order.state} />],
          [t('list.amount'), <Money key="amount" minor={order.amountMinor} currency={order.currency} />],
          [t('order.owner'), word('department', order.ownerDepartment)],
          ...(customer
            ? ([
                [t('order.customer'), [customer.name, customer.phoneMasked].filter(Boolean).join(' · ')],
              ] as const)
            : []),
        ]}
      />
      {handles && <Parcel order={order} />}
    </>
  );
}

const MOST_LINES = 20;

/** What to pick, pack or do: lines that a warehouse reads at arm's length. */
function Parcel({ order }: { order: Order }) {
  const { t } = useWords();
  const lines = order.lines.filter(({ kind }) => kind !== 'charge');
  return (
    <ul className="records" aria-label={t('order.lines')}>
      {lines.slice(0, MOST_LINES).map((line) => (
        <li key={line.lineNo}>
          <span className="wrap">{line.name}</span>
          <b className="quiet number">× {line.quantity}</b>
        </li>
      ))}
      {lines.length > MOST_LINES && (
        <li className="quiet">{t('scan.more_lines', { count: lines.length - MOST_LINES })}</li>
      )}
    </ul>
  );
}
