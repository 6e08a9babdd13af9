import { lastAmendment } from '../../db/amendments.js';
import { attemptsOf, type CaseRow, caseById } from '../../db/cases.js';
import { codesOf } from '../../db/codes.js';
import { factsOf, sealedParts } from '../../db/facts.js';
import { messagesOf } from '../../db/messages.js';
import { dataKeyOf, linesOf, type OrderRow, orderById } from '../../db/orders.js';
import type { Db } from '../../db/sql.js';
import { writeOffOf } from '../../db/write-offs.js';
import { type Fact, type FactType, handsOf } from '../../domain/facts.js';
import { rungsOf, SKIPPABLE } from '../../domain/incident.js';
import { ledger } from '../../domain/ledger.js';
import { fold } from '../../domain/lifecycle.js';
import { Refusal } from '../../domain/refusal.js';
import { mayNotRetry } from '../../domain/review.js';
import { openChanges } from '../../platform/keys/amendment.js';
import { askedSkip } from '../case-in-hand.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { factFace, iso, isoOrNull } from '../faces.js';
import type { Read } from '../handler.js';
import { masked } from '../masking.js';
import type { Signed } from '../principal.js';
import { customerOf, openNotes, seesCustomers } from '../sealing.js';

type Work = Extract<Awaited<ReturnType<Read<Routes['showCaseWork']>>>, { status: 200 }>['body'];

/** Everything that a technician needs to mend one case, on one page (P6.3.2). */
export const show: Read<Routes['showCaseWork']> = async (deps, { params, caller }) => {
  const { db } = deps;
  const found = await caseById(db, params.caseId);
  const order = found && (await orderById(db, found.orderId));
  if (!found || !order) throw new Refusal('case_unknown');
  const [facts, lines] = await Promise.all([factsOf(db, order.id), linesOf(db, order.id)]);
  const { paidMinor, dueMinor } = ledger({ ...order, lines }, facts);
  const asked = askedSkip(facts, found.id);
  return {
    status: 200,
    body: {
      caseId: found.id,
      state: fold(facts),
      ...{ paidMinor, dueMinor, currency: order.currency },
      ladder: rungsOf(facts, found.kind === 'technical' ? found.step : ''),
      effects: await effectsOf(db, order, facts),
      attempts: (await attemptsOf(db, found.id)).map((one) => ({ ...one, failedAt: iso(one.failedAt) })),
      acts: await actsOn(deps, found, facts, caller.person),
      inputs: await inputsOf(deps, found, order, caller.person),
      amendment: await amendmentFor(deps, found, order, caller.person),
      skip: asked
        ? { askedBy: asked.actor.id, proof: String(asked.detail.proof), at: iso(asked.recordedAt) }
        : null,
      skippable: SKIPPABLE.includes(found.step),
      mayNotRetry: mayNotRetry(facts, handsOf(caller.person.actor)),
      workflowId: `order/${order.id}`,
      temporalUrl: deps.runUrl?.(order.id) ?? null,
    },
  };
};

/** What has left this system, came from the world or cannot be taken back, each under the key that makes it once only. */
async function effectsOf(db: Db, order: OrderRow, facts: readonly Fact[]): Promise<Work['effects']> {
  const [codes, messages, writeOff] = await Promise.all([
    codesOf(db, order.id),
    messagesOf(db, order.id),
    writeOffOf(db, order.id),
  ]);
  const effect = (what: string, key: string, state: string, at: Date | null): Effect => ({
    ...{ what, key, state, money: null },
    at: isoOrNull(at),
  });
  const own = `order/${order.id}`;
  return [
    ...codes.map(({ issueNo, status, issuedAt }) =>
      effect('code', `${own}/code/${issueNo}`, status, issuedAt),
    ),
    ...messages.map(({ channel, attemptKey, status, finishedAt }) =>
      effect(channel, attemptKey, status, finishedAt),
    ),
    ...facts
      .filter(({ type }) => WORLD.includes(type))
      .map((fact) => ({
        ...effect(fact.type, `${own}/fact/${fact.number}`, 'recorded', fact.recordedAt),
        money: moneyOf(fact),
      })),
    ...(writeOff ? [effect('write_off', `${own}/write-off`, 'written_off', writeOff.writtenOffAt)] : []),
  ];
}

type Effect = Work['effects'][number];

/** Money and goods that have moved outside: no retry moves them again. */
const WORLD: readonly FactType[] = [
  'payment_received',
  'payment_refunded',
  'shipped',
  'delivered',
  'service_completed',
];

const moneyOf = ({ detail: { currency, amountMinor } }: Fact): Effect['money'] =>
  typeof currency === 'string' && typeof amountMinor === 'number' ? { currency, amountMinor } : null;

const ACTS: readonly FactType[] = [
  'retry_requested',
  'retry_scheduled',
  'case_given_up',
  'case_resolved',
  'skip_requested',
  'skip_confirmed',
  'skip_refused',
  'amendment_proposed',
  'amendment_refused',
  'order_amended',
  'customer_contacted',
  'progress_told',
];

/** What people did about the case, with their notes for those who deal with customers. */
async function actsOn(
  deps: ApiDeps,
  found: CaseRow,
  facts: readonly Fact[],
  person: Signed,
): Promise<Work['acts']> {
  const mine = facts.filter(({ type, detail }) => ACTS.includes(type) && detail.caseId === found.id);
  const sealed = seesCustomers(person)
    ? await sealedParts(deps.db, found.orderId)
    : new Map<number, Buffer>();
  const notes = await openNotes(deps, deps.db, found.orderId, sealed);
  return mine.map((fact) => {
    const { type, actor, detail, recordedAt, note } = factFace(fact, notes);
    return { fact: fact.number, type, actor, detail, at: recordedAt, ...(note !== undefined && { note }) };
  });
}

const CONTACT_FIELDS = ['email', 'phone', 'country'] as const;

/** Only what the failed step reads; the customer's own data is masked for those who do not deal with customers. */
async function inputsOf(
  deps: ApiDeps,
  found: CaseRow,
  order: OrderRow,
  person: Signed,
): Promise<Work['inputs']> {
  if (found.kind !== 'technical') return [];
  const fixed = (field: string, value: string) => ({ field, value, editable: false });
  switch (found.step) {
    case 'dispatch': {
      const customer = await customerOf(deps, deps.db, order);
      const shown = (value: string | undefined) => (seesCustomers(person) ? (value ?? null) : masked(value));
      return [
        ...CONTACT_FIELDS.map((field) => ({ field, value: shown(customer?.[field]), editable: true })),
        { field: 'notify', value: String(order.notify), editable: true },
      ];
    }
    case 'issue':
      return [fixed('order_no', order.orderNo)];
    case 'archive':
      return [fixed('order_no', order.orderNo), fixed('kind', order.kind)];
    default:
      return [
        fixed('kind', order.kind),
        fixed('settlement', order.settlement),
        fixed('amount', `${order.currency} ${order.amountMinor}`),
      ];
  }
}

async function amendmentFor(
  deps: ApiDeps,
  found: CaseRow,
  order: OrderRow,
  person: Signed,
): Promise<Work['amendment']> {
  const last = await lastAmendment(deps.db, found.id);
  const key = last && (await dataKeyOf(deps.db, order.id));
  if (!last || !key) return null;
  const { id, proposedBy, proposedAt, status, decidedBy } = last;
  const values = new Map(Object.entries(openChanges(deps.ring, key, last)));
  const customer = new Map(Object.entries((await customerOf(deps, deps.db, order)) ?? {}));
  customer.set('notify', String(order.notify));
  const sees = seesCustomers(person) || person.id === proposedBy;
  const shown = (value: unknown): string | null => {
    if (value === null || value === undefined) return null;
    return sees || typeof value === 'boolean' ? String(value) : masked(String(value));
  };
  return {
    ...{ id, proposedBy, status, decidedBy },
    proposedAt: iso(proposedAt),
    changes: last.fields.map((field) => ({
      field,
      before: status === 'applied' ? null : shownBefore(seesCustomers(person), customer.get(field)),
      after: shown(values.get(field)),
    })),
  };
}

function shownBefore(sees: boolean, value: string | undefined): string | null {
  if (value === undefined) return null;
  return sees ? value : masked(value);
}
