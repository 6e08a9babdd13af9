import { describe, expect, test } from '@jest/globals';
import { LIFECYCLE } from '../../activities/turn.js';
import { DESK, recordFact } from '../support/orders.js';
import {
  afterBreaking,
  apply,
  finds,
  freely,
  leaveIt,
  NOTHING,
  onHealthyGround,
  sql,
} from './verify-breaking.js';
import { type BrokenWorld, seal } from './verify-world.js';

onHealthyGround();
const HOUR = { settledWithinSeconds: 3_600 };

describe('invariant 1: every fact once, and acted on', () => {
  const scan = "order_id = :reissued and type = 'scanned'";
  finds(1, [
    [
      'a fact that was deleted',
      freely(`delete from facts where ${scan} and detail ->> 'issueNo' = '1'`),
      /^order \S+: fact \d+ missing$/,
    ],
    [
      'a last fact that was deleted and counted back',
      freely(
        `delete from facts where ${scan} and detail ->> 'issueNo' = '2'`,
        'update orders set fact_count = fact_count - 1, applied_fact = applied_fact - 1 where id = :reissued',
      ),
      /fact \d+ missing/,
    ],
    [
      'a fact that is there twice',
      freely(
        'alter table facts drop constraint facts_pkey cascade',
        `insert into facts select * from facts where ${scan}`,
      ),
      /facts \d+, \d+ there more than once/,
    ],
    [
      'a fact whose type was changed',
      freely(`update facts set type = 'picked' where ${scan}`),
      /is picked, the log says scanned/,
    ],
    [
      'a fact whose actor was changed',
      freely("update facts set actor_id = 'sales' where order_id = :waiting and type = 'payment_received'"),
      /names another person than the log/,
    ],
    [
      'a mark that fell back',
      sql('update orders set applied_fact = 2 where id = :waiting'),
      /not acted on fact \d+/,
    ],
    [
      'a wake-up that nobody takes',
      sql(
        "insert into outbox (order_id, fact_number, signal, lane) values (:waiting, 1, 'factsRecorded', 'live')",
      ),
      /wake-up waits/,
    ],
    [
      'an orphan adopted twice',
      freely(
        'alter table orphan_adoptions drop constraint orphan_adoptions_pkey',
        'insert into orphan_adoptions select * from orphan_adoptions',
      ),
      /adopted 2 times/,
    ],
  ]);

  test('lets the lifecycle lag within the grace', async () => {
    const lag = sql('update orders set applied_fact = 2 where id = :waiting');
    expect(await afterBreaking(lag, HOUR)).toEqual(NOTHING);
  });

  test('lets a technician hold an order back, until the case is closed', async () => {
    const held = await afterBreaking(leaveIt);
    expect(held).toEqual(NOTHING);
    const closed = await afterBreaking(
      sql(
        "update cases set blocking = false, status = 'resolved', closed_at = now() where order_id = :stuck",
      ),
    );
    expect(closed.lines).toMatch(/not acted on fact 4/);
  });
});

describe('invariant 5: numbers end where the order counts to, states follow from facts', () => {
  finds(5, [
    [
      'a state that its facts do not lead to',
      sql("update orders set state = 'dispatched' where id = :waiting"),
      /its state is dispatched, its facts say circulating/,
    ],
    [
      'a count that was set back',
      sql(
        'update orders set fact_count = fact_count - 1, applied_fact = fact_count - 1 where id = :cancelled',
      ),
      /past the count/,
    ],
    [
      'an exception without a case',
      sql("update cases set status = 'resolved', closed_at = now() where order_id = :overpaid"),
      /without an open blocking case/,
    ],
    [
      'a blocking case beside an order that goes on',
      sql("update cases set status = 'open', closed_at = null, blocking = true where order_id = :late"),
      /archived with an open blocking case/,
    ],
    [
      'an expiry that the state never followed',
      tell('code_expired'),
      /its state is circulating, its facts say expired/,
    ],
  ]);

  test('lets the state lag behind a fact that is on its way to the lifecycle', async () => {
    expect(await afterBreaking(tell('code_expired'), HOUR)).toEqual(NOTHING);
    expect(await afterBreaking(tell('order_cancelled'), HOUR)).toEqual(NOTHING);
    expect((await afterBreaking(tell('order_cancelled'))).invariants).toEqual([1]);
  });

  test('lets no lag excuse a state that never was', async () => {
    const both = async (broken: BrokenWorld) => {
      await tell('order_cancelled')(broken);
      await apply(
        broken.admin,
        broken.ids,
        sql("update orders set state = 'dispatched' where id = :waiting"),
      );
    };
    expect((await afterBreaking(both, HOUR)).invariants).toEqual([5]);
  });
});

/** Recorded as it should be, but no lifecycle looks. */
function tell(type: 'code_expired' | 'order_cancelled'): (broken: BrokenWorld) => Promise<void> {
  const actor = type === 'code_expired' ? LIFECYCLE : DESK;
  return async ({ database, ids }) => {
    await recordFact(database.as('oqr_worker', 1), ids.waiting, { type, actor, source: 'lifecycle' });
    await seal(database);
  };
}
