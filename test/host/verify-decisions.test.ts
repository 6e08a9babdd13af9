import { describe } from '@jest/globals';
import { deedsOf } from '../../activities/index.js';
import { houseOf } from '../support/house.js';
import { paid, REVIEWER, shipped } from '../support/orders.js';
import { finds, freely, naiveWriteOff, onHealthyGround, sql } from './verify-breaking.js';
import { approve, type BrokenWorld, seal } from './verify-world.js';

onHealthyGround();

describe('invariant 2: one write-off, on facts that pass', () => {
  finds(2, [
    [
      'an order written off twice',
      freely(
        'alter table write_offs drop constraint write_offs_pkey',
        'insert into write_offs select * from write_offs where order_id = :writtenOff',
      ),
      /written off 2 times/,
    ],
    [
      'a write-off that was deleted',
      freely('delete from write_offs where order_id = :writtenOff'),
      /do not belong together/,
    ],
    [
      'a write-off of facts that were not verified',
      sql('update write_offs set material_fact = material_fact - 1 where order_id = :writtenOff'),
      /verified on fact \d+, recorded as \d+ and \d+/,
    ],
    [
      'a write-off on a verdict that did not pass',
      sql(`update verifications set verdict = 'not_yet'
        where id = (select verification_id from write_offs where order_id = :writtenOff)`),
      /on the verdict not_yet/,
    ],
    [
      'a payment that was made smaller afterwards',
      sql(`update facts set detail = '{"amountMinor": 1, "currency": "CNY"}'
        where order_id = :writtenOff and type = 'payment_received'`),
      /its rules say not_yet: pay CNY 119.99 more/,
    ],
    [
      'a policy version that did not verify it',
      sql(
        'insert into policy_versions (version, body) select 2, body from policy_versions',
        'update write_offs set policy_version = 2 where order_id = :writtenOff',
      ),
      /policy version 2 is not the one/,
    ],
    [
      'the verification of another order',
      sql(`update write_offs set verification_id = (select verification_id from write_offs where order_id = :retried)
        where order_id = :writtenOff`),
      /on the verification of another order/,
    ],
    [
      'a naive write-off of an order that was not shipped',
      naiveWriteOff('waiting'),
      /its rules say not_yet: ship 2 more/,
    ],
    [
      'a naive write-off after a refund that nobody verified',
      naiveWriteOff('waiting', { before: [shipped()], after: [{ ...paid(1), type: 'payment_refunded' }] }),
      /although fact \d+ came after/,
    ],
  ]);
});

describe('invariant 3: risky orders are reviewed', () => {
  const review = '(select review_id from write_offs where order_id = :reviewed)';
  finds(3, [
    [
      'a naive write-off of a risky order',
      naiveWriteOff('inReview'),
      /without seeing a risk: amount_at_least.*\n.*without its review/,
    ],
    [
      'a review that was forgotten',
      freely('update write_offs set review_id = null where order_id = :reviewed'),
      /without its review/,
    ],
    [
      'a review that was not approved',
      sql(`update reviews set status = 'rejected' where id = ${review}`),
      /not approved/,
    ],
    [
      'a reviewer who said no',
      sql(`update review_decisions set decision = 'rejected' where review_id = ${review}`),
      /not approved/,
    ],
    [
      'a review of another verification',
      sql(`update reviews set verification_id = (select verification_id from write_offs where order_id = :late)
        where id = ${review}`),
      /of another verification/,
    ],
    [
      'a review that saw other facts',
      sql(`update reviews set material_fact = 1 where id = ${review}`),
      /saw other facts/,
    ],
    [
      'one reviewer where two are asked for',
      sql("delete from review_decisions where person_id = 'reviewer2'"),
      /1 of 2 reviewers/,
    ],
    [
      'two approvals by one person',
      sql(
        'alter table review_decisions drop constraint review_decisions_pkey',
        "update review_decisions set person_id = 'reviewer' where person_id = 'reviewer2'",
      ),
      /1 of 2 reviewers/,
    ],
    [
      'an approval that nobody recorded',
      sql(`update review_decisions set fact_number = 1 where review_id = ${review}`),
      /is not what fact 1 says/,
    ],
    [
      'a reviewer who is none',
      sql("update people set roles = '{sales}' where id = 'reviewer2'"),
      /who is no reviewer/,
    ],
    [
      'an evaluation that asked for fewer reviewers',
      sql(`update verifications set reviewers = 0
        where id = (select verification_id from write_offs where order_id = :reviewed)`),
      /its rules ask for 1 reviewers, 0 and 1 were recorded/,
    ],
    [
      'an approval by the hand that took the money, with the guard off',
      approveWithOwnHand,
      /hand behind payment_received/,
    ],
  ]);
});

/** Everything as it should be, but the database's own guard. */
async function approveWithOwnHand({ database, admin, ids }: BrokenWorld): Promise<void> {
  await admin.raw('alter table facts disable trigger facts_four_eyes');
  await approve({ api: database.as('oqr_api'), deeds: deedsOf(houseOf(database)) }, ids.inReview, REVIEWER);
  await seal(database);
}
