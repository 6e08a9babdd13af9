import { describe, expect, test } from '@jest/globals';
import { deedsOf } from '../../activities/index.js';
import { houseOf } from '../support/house.js';
import { FINANCE, recordFact } from '../support/orders.js';
import {
  afterBreaking,
  type Breaking,
  finds,
  freely,
  NOTHING,
  onHealthyGround,
  sql,
} from './verify-breaking.js';
import { type BrokenWorld, live, seal } from './verify-world.js';

onHealthyGround();

describe('invariant 4: only the live code changes anything', () => {
  finds(4, [
    [
      'two live codes',
      sql(
        'drop index codes_one_live',
        "update codes set status = 'live', ended_at = null where order_id = :reissued",
      ),
      /2 live codes/,
    ],
    [
      'a voided order whose code lives',
      sql("update codes set status = 'live', ended_at = null where order_id = :cancelled"),
      /voided with a live code/,
    ],
    [
      'a code that was not read back',
      sql(
        'alter table issue_records drop constraint issue_records_decoded_check',
        'update issue_records set decoded = false where order_id = :waiting',
      ),
      /code 1 was issued without being read back/,
    ],
    [
      'a code without an issue record',
      sql('delete from issue_records where order_id = :waiting'),
      /code 1 was issued without being read back/,
    ],
    [
      'a code that no fact issued',
      sql(
        'update codes set issue_no = 9 where order_id = :waiting',
        'update issue_records set issue_no = 9 where order_id = :waiting',
      ),
      /code 9 is issued, but no fact says so/,
    ],
    [
      'a code that ended at no time',
      sql('update codes set ended_at = null where order_id = :cancelled'),
      /code 1 is voided, but not since when/,
    ],
    [
      'a scan that a replaced code was accepted for',
      sql(`update facts set detail = '{"accepted": true, "issueNo": 1}'
        where order_id = :reissued and type = 'scanned' and detail ->> 'issueNo' = '2'`),
      /fact \d+ \(scanned\) was taken without the live code/,
    ],
    [
      'a confirmation by a code that does not exist',
      confirmBy(7),
      /fact \d+ \(customer_confirmed\) was taken without the live code/,
    ],
    [
      'a scan accepted without a code',
      sql(`update facts set detail = '{"accepted": true}' where order_id = :archived and type = 'scanned'`),
      /without the live code/,
    ],
    [
      'a scan accepted after its code had run out',
      sql('update codes set expires_at = issued_at where order_id = :archived'),
      /without the live code/,
    ],
  ]);

  test('takes a confirmation by the live code, and a scan that was refused', async () => {
    expect(await afterBreaking(confirmBy(1))).toEqual(NOTHING);
    const refused = sql(
      `update facts set detail = '{"accepted": false}' where order_id = :archived and type = 'scanned'`,
    );
    expect(await afterBreaking(refused)).toEqual(NOTHING);
  });
});

describe('invariant 7: sums agree', () => {
  finds(7, [
    [
      'a line that was made cheaper',
      sql('update order_lines set amount_minor = 1 where order_id = :waiting'),
      /its lines come to 1, the order to 12000/,
    ],
    [
      'a write-off of another amount, in its order and in the sum',
      sql('update write_offs set amount_minor = 1 where order_id = :writtenOff'),
      /written off as CNY 1, ordered as CNY 12000\nCNY: orders \d+, write-offs \d+/,
    ],
    [
      'a write-off in another currency',
      sql("update write_offs set currency = 'USD' where order_id = :writtenOff"),
      /written off as USD 12000/,
    ],
    [
      'a file that says less was paid',
      sql(`update order_files set summary = summary || '{"paidMinor": 1}' where order_id = :archived`),
      /its file says paidMinor 1, its facts 12000/,
    ],
    [
      'a file of another amount, in its order and in the sum',
      sql(`update order_files set summary = summary || '{"amountMinor": 1}' where order_id = :archived`),
      /its file says amountMinor 1, its facts 12000\nCNY: .* filed orders \d+, files \d+/,
    ],
    [
      'money that a provider told of and no fact knows',
      sql('update payment_receipts set fact_number = 1 where order_id = :paidOnline'),
      /money wechat\/payment\/\S+ was told of, but no fact payment_received says so\n.*: fact \d+ \(payment_received\) rests on 0 receipts/,
    ],
    [
      'money of another amount than its fact',
      sql('update payment_receipts set amount_minor = 1 where order_id = :paidOnline'),
      /money wechat\/payment\/\S+ is CNY 1, its fact \d+ CNY 12000/,
    ],
    [
      'a payment by a provider without a receipt',
      sql('delete from payment_receipts where order_id = :paidOnline'),
      /fact \d+ \(payment_received\) rests on 0 receipts/,
    ],
    [
      'a file that is gone',
      sql('delete from order_files where order_id = :archived'),
      /do not belong together/,
    ],
  ]);
});

describe('invariant 8: messages arrive once or visibly not', () => {
  const page = "order_id = :bounced and channel = 'page'";
  finds(8, [
    [
      'a message sent without a fact',
      sql("update messages set status = 'sent' where order_id = :bounced and channel = 'email'"),
      /was sent, but no fact says so/,
    ],
    [
      'a failure without a fact',
      sql("update messages set status = 'unknown' where order_id = :mailed"),
      /is unknown, but 0 facts say so/,
    ],
    ['a message that hangs', sql(`update messages set status = 'sending' where ${page}`), /hangs in sending/],
    [
      'an attempt that was made twice',
      sql(
        'alter table messages drop constraint messages_attempt_key_key',
        `insert into messages (id, order_id, code_id, channel, template, attempt_key, status)
         select gen_random_uuid(), order_id, code_id, channel, template, attempt_key, status from messages where ${page}`,
      ),
      /repeats an attempt/,
    ],
    [
      "another order's attempt",
      sql("update messages set attempt_key = 'order/x/1' where order_id = :mailed"),
      /foreign attempt key/,
    ],
    ['a message that was delivered twice', deliverAgain, /was delivered 2 times/],
  ]);

  test('lets a message be on its way within the grace', async () => {
    const sending = sql(`update messages set status = 'sending' where ${page}`);
    expect(await afterBreaking(sending, { settledWithinSeconds: 3_600 })).toEqual(NOTHING);
  });
});

describe('invariant 9: a purged order cannot be read', () => {
  const purge = [
    "update orders set state = 'purged', customer_sealed = null where id = :cancelled",
    'update data_keys set wrapped = null, destroyed_at = now() where order_id = :cancelled',
  ];
  finds(9, [
    [
      'a key that was kept',
      freely(...purge, "update data_keys set wrapped = 'x', destroyed_at = null where order_id = :cancelled"),
      /its data key is there/,
    ],
    [
      'a customer that was kept',
      freely(...purge, "update orders set customer_sealed = 'x' where id = :cancelled"),
      /its sealed customer is there/,
    ],
    [
      'a note that was kept',
      freely(...purge, "update facts set sealed = 'x' where order_id = :cancelled and number = 1"),
      /1 sealed facts are there/,
    ],
  ]);

  test('lets an order go whose data is gone', async () => {
    const gone = freely(...purge, 'delete from facts where order_id = :cancelled');
    expect(await afterBreaking(gone)).toEqual(NOTHING);
  });
});

function confirmBy(issueNo: number): Breaking {
  return async ({ database, ids }) => {
    const actor = { kind: 'customer', id: 'phone' } as const;
    await recordFact(database.as('oqr_api'), ids.waiting, {
      type: 'customer_confirmed',
      actor,
      detail: { issueNo },
    });
    await live(deedsOf(houseOf(database)), ids.waiting);
    await seal(database);
  };
}

async function deliverAgain({ database, admin, ids }: BrokenWorld): Promise<void> {
  const { rows } = await admin.raw('select id from messages where order_id = ?', [ids.mailed]);
  const detail = { messageId: rows[0].id };
  await recordFact(database.as('oqr_api'), ids.mailed, { type: 'message_delivered', actor: FINANCE, detail });
  await live(deedsOf(houseOf(database)), ids.mailed);
  await seal(database);
}
