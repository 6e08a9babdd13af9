import { takeTold } from '../db/receipts.js';
import { type ClaimedRefund, claimRefund, moveRefund } from '../db/refunds.js';
import type { Cashier } from './paying.js';

const LEASE_SECONDS = 30;
const LONGEST_PAUSE_SECONDS = 600;

/** Makes every refund that is due. Its name makes it once at the provider, however often it is asked for. */
export async function sweepRefunds(cashier: Cashier): Promise<number> {
  const { db, log } = cashier;
  let inHand = 0;
  for (;;) {
    const refund = await claimRefund(db, LEASE_SECONDS);
    if (!refund) return inHand;
    inHand += 1;
    await make(cashier, refund).catch((error: unknown) =>
      log.error({ refundId: refund.id, err: error }, 'a refund could not be made'),
    );
  }
}

async function make({ db, ports, log }: Cashier, refund: ClaimedRefund): Promise<void> {
  const { id, provider } = refund;
  const made = (await ports[provider]?.refund(refund)) ?? { kind: 'refused', code: 'provider_off' };
  log.info(
    { refundId: id, provider, outcome: made.kind, code: 'code' in made ? made.code : undefined },
    'refund',
  );
  const afterSeconds = Math.min(5 * 2 ** Math.min(refund.tries - 1, 10), LONGEST_PAUSE_SECONDS);
  switch (made.kind) {
    case 'done':
      await db.transaction((tx) => takeTold(tx, made.told, 'query'));
      return moveRefund(db, id, { state: 'succeeded' });
    case 'refused':
      return moveRefund(db, id, { state: 'failed', errorCode: made.code });
    case 'under_way':
      return moveRefund(db, id, { state: 'asked', afterSeconds });
    case 'silent':
      return moveRefund(db, id, { state: 'asked', errorCode: made.code, afterSeconds });
  }
}
