import { type Deeds, deedsOf, type House } from '../../activities/index.js';
import { enterOrder } from '../../api/entering.js';
import { record } from '../../db/facts.js';
import { lockOrder } from '../../db/orders.js';
import type { Db } from '../../db/sql.js';
import type { Step } from '../../domain/lifecycle.js';
import { kindOf, type OrderDraft } from '../../domain/order.js';
import { linesOf, type Said, type Story } from './stories.js';

/** Enters a story's order and plays it to its end; answers with the order as it was entered. */
export async function play(
  house: House,
  story: Story,
  order: { no: string; amountMinor: number },
): Promise<{ id: string; draft: OrderDraft }> {
  const lines = linesOf(story, order.amountMinor);
  const draft: OrderDraft = {
    orderNo: order.no,
    orderedAt: new Date(Date.now() - DAY_MS).toISOString(),
    kind: kindOf(lines),
    settlement: story.settlement ?? 'prepaid',
    currency: story.currency ?? 'CNY',
    customer: { ref: `model-${order.no}`, name: '样本' },
    lines,
  };
  const id = await enter(house, story, draft);
  const deeds = deedsOf(house);
  const sayOnly = (fact: Said) => state(house.db, id, fact);
  await live(deeds, id);
  await story.tell(
    {
      db: house.db,
      deeds,
      orderId: id,
      sayOnly,
      say: async (fact) => {
        await sayOnly(fact);
        await live(deeds, id);
      },
    },
    order.amountMinor,
  );
  return { id, draft };
}

const DAY_MS = 86_400_000;
const DESK = { kind: 'person', id: 'desk', department: 'order_desk' } as const;

async function enter(house: House, story: Story, draft: OrderDraft): Promise<string> {
  const { notify = false, submit = true } = story;
  const { ring, tokenKeys, codeHost, log, db } = house;
  const deps = { db, ring, tokenKeys, codeHost, log, config: { maxImportBytes: 0, requestsPerMinute: 0 } };
  const entry = { draft, actor: DESK, source: 'api', lane: 'live', notify, submit, stated: [] } as const;
  const { orderId } = await db.transaction((tx) => enterOrder(tx, deps, entry));
  return orderId;
}

async function state(db: Db, orderId: string, fact: Said): Promise<void> {
  await db.transaction(async (tx) => {
    await lockOrder(tx, orderId);
    await record(tx, orderId, { source: 'api', ...fact });
  });
}

const DEEDS: Partial<Record<Step, keyof Omit<Deeds, 'openTechnicalCase' | 'sweep' | 'moveRetryBatch'>>> = {
  issue: 'issueCode',
  dispatch: 'dispatchCode',
  verify: 'verifyOrder',
  review: 'askForReview',
  write_off: 'writeOff',
  archive: 'archiveOrder',
  settle: 'survey',
};

/** Does what the lifecycle of an order would do, until it waits or rests. */
async function live(deeds: Deeds, orderId: string): Promise<void> {
  let { next } = await deeds.survey(orderId);
  for (let deed = DEEDS[next]; deed; deed = DEEDS[next]) ({ next } = await deeds[deed](orderId));
}
