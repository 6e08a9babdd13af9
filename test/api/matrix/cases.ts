import type { ApiHouse } from '../house.js';

/** Cases of one order, each for one deed, since a deed ends what another needs. */
export interface CasesToTry {
  caseId: string;
  disputeId: string;
  causeKey: string;
  amendedId: string;
  amendmentId: string;
  skipId: string;
  askedSkipId: string;
  givenUpId: string;
  toBatchId: string;
  batchId: string;
}

/** One order has one open technical case a step. */
export async function makeCases(
  house: ApiHouse,
  order: { orderId: string },
  other: { orderId: string },
): Promise<CasesToTry> {
  const add = (kind: 'technical' | 'business', step: string) => addCase(house, order.orderId, kind, step);
  const technician = house.as('technician');
  const [caseId, amendedId, givenUpId, toBatchId, batchedId, skipId] = await Promise.all(
    ['archive', 'verify', 'review', 'write_off', 'issue', 'dispatch'].map((step) => add('technical', step)),
  );
  const askedSkipId = await addCase(house, other.orderId, 'technical', 'dispatch');
  await technician.post(`/cases/${amendedId}/amendments`, { changes: { country: 'CN' } });
  const { body: work } = await technician.get(`/cases/${amendedId}/work`);
  const proof = { rootCause: 'system_fault', proof: 'photo', note: '见附件' };
  await technician.post(`/cases/${askedSkipId}/skips`, proof);
  const batch = { caseIds: [batchedId], rootCause: 'system_fault' };
  const { body: started } = await technician.post('/retry-batches', batch);
  const { body: shown } = await technician.get(`/cases?limit=200&kind=technical`);
  return {
    caseId: String(caseId),
    amendedId: String(amendedId),
    givenUpId: String(givenUpId),
    toBatchId: String(toBatchId),
    skipId: String(skipId),
    ...{ askedSkipId, disputeId: await add('business', 'dispute') },
    causeKey: shown.items[0].causeKey,
    amendmentId: work.amendment.id,
    batchId: started.batchId,
  };
}

async function addCase(
  { database: { admin } }: ApiHouse,
  orderId: string,
  kind: 'technical' | 'business',
  step: string,
): Promise<string> {
  const { rows } = await admin.raw(
    `insert into cases (id, order_id, kind, step, code, blocking, owner_department)
     values (gen_random_uuid(), ?, ?, ?, 'matrix', false, 'technology') returning id`,
    [orderId, kind, step],
  );
  return rows[0].id;
}
