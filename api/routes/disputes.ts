import { caseById } from '../../db/cases.js';
import { liveCode } from '../../db/codes.js';
import { templatesInForce } from '../../db/letters.js';
import { orderById } from '../../db/orders.js';
import type { Db, Tx } from '../../db/sql.js';
import { PROGRESS } from '../../domain/incident.js';
import { fill, type SentBy } from '../../domain/letters.js';
import { Refusal } from '../../domain/refusal.js';
import { channelsOf } from '../../platform/phone.js';
import { type CaseInHand, caseInHand } from '../case-in-hand.js';
import type { Routes } from '../contract/routes.js';
import type { Act, Read } from '../handler.js';
import { recordedBody, recordFact } from '../recording.js';
import { customerOf } from '../sealing.js';

/** What was said with the customer about a business case, under the order's key (P6.3.3). */
export const contact: Act<Routes['noteContact']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await businessCase(tx, params.caseId);
  const { channel, direction, note } = body;
  const recorded = await recordFact(tx, deps, hand, {
    type: 'customer_contacted',
    actor: caller.person.actor,
    detail: { caseId: found.id, channel, direction },
    note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** Tells the customer how the dispute stands; the lifecycle queues the message (P6.3.3). */
export const progress: Act<Routes['tellProgress']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await businessCase(tx, params.caseId);
  if (!(await liveCode(tx, found.orderId))) throw new Refusal('code_not_issued');
  const recorded = await recordFact(tx, deps, hand, {
    type: 'progress_told',
    actor: caller.person.actor,
    detail: { caseId: found.id, progress: body.progress },
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** What would be sent, before anybody sends it. */
export const preview: Read<Routes['previewProgress']> = async ({ db, ring }, { params }) => {
  const found = await caseById(db, params.caseId);
  const order = found && (await orderById(db, found.orderId));
  if (!found || !order) throw new Refusal('case_unknown');
  if (found.kind !== 'business') throw new Refusal('case_not_business');
  const customer = await customerOf({ ring }, db, order);
  const first = (customer ? channelsOf(customer)[0] : undefined) ?? 'page';
  const items = await lettersOf(db, first === 'page' ? 'email' : first, order.orderNo);
  return { status: 200, body: { channel: (await liveCode(db, order.id)) ? first : null, items } };
};

/** The words in force of each progress, without the link, which opens the order. */
async function lettersOf(db: Db, channel: SentBy, orderNo: string) {
  const templates = await templatesInForce(db);
  return PROGRESS.map((progress) => {
    const found = templates.find((one) => one.channel === channel && one.kind === `progress_${progress}`);
    if (!found) throw new Refusal('template_unknown');
    const values = { orderNo, link: '…' };
    const [zh, en] = [fill(found.texts.zh, values), fill(found.texts.en, values)];
    return { progress, subject: `${zh.subject} · ${en.subject}`, zh: zh.body, en: en.body };
  });
}

async function businessCase(tx: Tx, caseId: string): Promise<CaseInHand> {
  const inHand = await caseInHand(tx, caseId);
  if (inHand.found.kind !== 'business') throw new Refusal('case_not_business');
  return inHand;
}
