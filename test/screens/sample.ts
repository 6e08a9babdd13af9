import type { FrontDoor } from '../../host/walk/front-door.js';
import { as, type House } from '../e2e/house.js';
import { aBatchThatStops, anOrderInDispute, anOrderWithWrongData, aParcelOf } from '../e2e/orders.js';
import { type CustomersSample, customersOf } from './customers.js';

/** What the screens are shown with. */
export interface Sample extends CustomersSample {
  /** An order with a long story. */
  order: string;
  reviewed: string;
  review: string;
  /** A review that the reviewer has claimed. */
  mine: string;
  /** Its code is with the customer. */
  sent: string;
  case: string;
  /** A case on which people have begun to work. */
  wrong: string;
  dispute: string;
  cause: string;
  batch: string;
  printBatch: string;
  tokenLive: string;
  tokenForged: string;
  tokenReplaced: string;
  tokenVoided: string;
  /** Paid, and partly on its way. */
  parcel: string;
  tokenParcel: string;
  tokenUnpaid: string;
}

interface Page<Item> {
  items: Item[];
}
interface Numbered {
  orderNo: string;
}

/** Picks them from the orders that have settled, and does what has not been done yet. */
export async function sampleOf(house: House): Promise<Sample> {
  const [desk, reviewer, technician] = [as(house, 'desk'), as(house, 'reviewer'), as(house, 'technician')];
  const [orders, codes, reviews, cases, causes] = await Promise.all([
    desk.get<Page<Numbered>>('/orders?limit=1&state=archived'),
    livingCodes(desk),
    reviewer.get<Page<{ id: string } & Numbered>>('/reviews?limit=2'),
    technician.get<Page<{ id: string }>>('/cases?limit=1'),
    technician.get<Page<{ causeKey: string }>>('/incidents?limit=1'),
  ]);
  const [order, [sent, renewed, gone], [mine, review]] = [orders.items[0], codes, reviews.items];
  const [one, cause] = [cases.items[0], causes.items[0]];
  if (!order || !sent || !renewed || !gone || !mine || !review || !one || !cause)
    throw new Error('the sample lacks an archived order, three on their way, two reviews or a failure');
  await reviewer.post(`/reviews/${mine.id}/claims`, {});
  const wrong = await anOrderWithWrongData(house);
  await onTheBench(house, wrong.caseId);
  return {
    order: order.orderNo,
    reviewed: review.orderNo,
    review: review.id,
    mine: mine.id,
    sent: sent.orderNo,
    case: one.id,
    wrong: wrong.caseId,
    dispute: (await anOrderInDispute(house)).caseId,
    cause: cause.causeKey,
    batch: await aBatchThatStops(house, cause.causeKey),
    printBatch: await aPrintBatch(house, sent.orderNo),
    tokenLive: sent.text,
    tokenForged: `${sent.text.slice(0, -2)}${sent.text.endsWith('AA') ? 'BB' : 'AA'}`,
    ...(await deadTokens(house, { renewed, gone })),
    ...(await customersOf(house)),
    ...(await forTheCounter(house)),
  };
}

interface Living extends Numbered {
  text: string;
}

/** Orders whose code is with the customer and lives; a code may have been voided on an earlier visit. */
async function livingCodes(desk: FrontDoor): Promise<Living[]> {
  const { items } = await desk.get<Page<Numbered>>('/orders?limit=20&state=dispatched');
  const codeOf = ({ orderNo }: Numbered) =>
    desk.get<{ text: string }>(`/orders/${orderNo}/code`).then(
      ({ text }) => [{ orderNo, text }],
      () => [],
    );
  return (await Promise.all(items.map(codeOf))).flat();
}

/** A print batch of one label, which the house's worker checks. */
async function aPrintBatch(house: House, orderNo: string): Promise<string> {
  const body = { preset: 'label_60x40mm', format: 'pdf', codes: { orderNos: [orderNo] } };
  const { batchId } = await as(house, 'manager').post<{ batchId: string }>('/print-batches', body);
  return batchId;
}

/** A case on which people have begun to work: a known fix, corrected data and a skip that wait for a second person. */
async function onTheBench(house: House, caseId: string): Promise<void> {
  const technician = as(house, 'technician');
  const { causeKey } = await technician.get<{ causeKey: string }>(`/cases/${caseId}`);
  const { noteVersion } = await technician.get<{ noteVersion: number }>(`/incidents/${causeKey}`);
  await technician.post(`/incidents/${causeKey}/note`, {
    version: noteVersion,
    assignedTo: 'technician',
    knownFix: 'E-mail: check, correct, retry (wiki: MAIL-7).',
  });
  await technician.post(`/cases/${caseId}/amendments`, { changes: { email: 'xiaoming@example.com' } });
  await technician.post(`/cases/${caseId}/skips`, {
    rootCause: 'wrong_data',
    proof: 'signed_receipt',
    note: 'B-7',
  });
}

/** A paid order of which a part has left, and one that is still to be paid. */
async function forTheCounter(house: House) {
  const parcel = await aParcelOf(house, { paid: true });
  const logistics = as(house, 'logistics');
  await logistics.post(`/orders/${parcel.orderNo}/handlings`, { handling: 'pick' });
  await logistics.post(`/orders/${parcel.orderNo}/handlings`, {
    ...{ handling: 'ship', lines: [{ lineNo: 1, quantity: 1 }] },
    parcel: { carrier: 'sf', trackingNo: 'SF1029384756' },
  });
  const unpaid = await aParcelOf(house, { paid: false });
  return { parcel: parcel.orderNo, tokenParcel: parcel.token, tokenUnpaid: unpaid.token };
}

/** One code replaced by its successor, one voided. */
async function deadTokens(house: House, { renewed, gone }: Record<'renewed' | 'gone', Living>) {
  await as(house, 'sales').post(`/orders/${renewed.orderNo}/reissues`, { reason: 'damaged' });
  await as(house, 'manager').post(`/orders/${gone.orderNo}/code-voids`, { reason: 'entry_mistake' });
  return { tokenReplaced: renewed.text, tokenVoided: gone.text };
}
