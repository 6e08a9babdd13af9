import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { readBill } from '../../intake/read-bill.js';
import {
  type Asked,
  anAskedOrder,
  moneyFacts,
  openPayingHouse,
  type PayingHouse,
  send,
} from './a-cashier.js';

let paying: PayingHouse;
let day: string;
beforeAll(async () => {
  paying = await openPayingHouse();
  day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
});
afterAll(() => paying.close());

async function aPaidOrder(): Promise<Asked & { tradeNo: string }> {
  const asked = await anAskedOrder(paying, 'wechat');
  await send(paying.simulator.paidCallback('wechat', asked.outTradeNo));
  const trade = paying.simulator.trades().find(({ outTradeNo }) => outTradeNo === asked.outTradeNo);
  return { ...asked, tradeNo: String(trade?.tradeNo) };
}

const WECHAT_HEADER =
  '交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,货币种类,应结订单金额,商户退款单号,退款金额,手续费,订单金额';
const wechatRow = (tradeNo: string, outTradeNo: string, amount: string): string =>
  [
    '2026-11-28 10:00:00',
    'wx1',
    '1900000001',
    tradeNo,
    outTradeNo,
    'SUCCESS',
    'CNY',
    amount,
    '0',
    '0.00',
    '0.01',
    amount,
  ]
    .map((cell) => `\`${cell}`)
    .join(',');
const wechatBill = (...rows: string[]): string =>
  [WECHAT_HEADER, ...rows, '总交易单数,应结订单总金额', '`9,`1.00', ''].join('\r\n');

async function take(bill: string | Buffer, query = `provider=wechat&day=${day}`) {
  const answer = await fetch(`${paying.house.url}/bills?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${paying.house.tokenOf('finance')}`, 'content-type': 'text/csv' },
    body: new Uint8Array(Buffer.from(bill)),
  });
  return { status: answer.status, body: await answer.json() };
}
const differences = async (query = '') =>
  (await paying.house.as('finance').get(`/bill-differences${query}`)).body.items;
const reasons = async (orderId: string) =>
  (await moneyFacts(paying.house, orderId)).map(({ detail }) => detail.reason).filter(Boolean);

describe('a daily bill', () => {
  test('is matched with what was told; each difference is a case of its order, once', async () => {
    const [right, wrong, missing, unheard] = [
      await aPaidOrder(),
      await aPaidOrder(),
      await aPaidOrder(),
      await anAskedOrder(paying, 'wechat'),
    ];
    const bill = wechatBill(
      wechatRow(right.tradeNo, right.outTradeNo, '120.00'),
      wechatRow(wrong.tradeNo, wrong.outTradeNo, '121.00'),
      wechatRow('4200000000000000000000000001', unheard.outTradeNo, '120.00'),
      wechatRow('4200000000000000000000000002', 'SOMEBODY-ELSE', '1.00'),
    );
    const first = await take(bill);
    expect(first.body).toMatchObject({ rows: 4, matched: 1, differences: 4 });
    const again = await take(bill);
    expect(again.body).toMatchObject({ rows: 4, matched: 1, differences: 4 });
    const found = await differences();
    expect(
      found.map(({ what, orderNo }: { what: string; orderNo: string }) => [what, orderNo]).toSorted(),
    ).toEqual(
      [
        ['amount_differs', wrong.orderNo],
        ['missing_here', null],
        ['missing_here', unheard.orderNo],
        ['missing_there', missing.orderNo],
      ].toSorted(),
    );
    expect(await reasons(right.orderId)).toEqual([]);
    expect(await reasons(wrong.orderId)).toEqual(['bill_amount_differs']);
    expect(await reasons(missing.orderId)).toEqual(['bill_missing_there']);
    expect(await reasons(unheard.orderId)).toEqual(['bill_missing_here']);
    const [{ differenceId }] = found;
    const settle = () =>
      paying.house.as('finance').post(`/bill-differences/${differenceId}/settlement`, { how: 'booked' });
    expect((await settle()).status).toBe(200);
    expect((await settle()).body.code).toBe('difference_settled');
    expect(await differences()).toHaveLength(3);
    expect(await differences('?all=true')).toHaveLength(4);
    expect((await paying.house.as('finance').get('/bills')).body.items).toHaveLength(2);
  });

  test('of another shape is refused, with the line that does not fit', async () => {
    expect((await take('a,b\n1,2\n')).body).toMatchObject({ code: 'bill_unreadable' });
    const odd = wechatBill(wechatRow('42', 'X', '1x'));
    expect((await take(odd)).body).toMatchObject({
      code: 'bill_unreadable',
      hint: { row: 2 },
    });
  });

  test('of Alipay is read in GBK, between its remarks; a plain one too', async () => {
    const alipay = [
      '#支付宝业务明细查询',
      '#账号：[20880000000000010156]',
      '支付宝交易号,商户订单号,业务类型,商品名称,完成时间,订单金额（元）,退款批次号/请求号',
      '2026112822001\t,abc\t,交易,茶,2026-11-28 10:00:00,120.00,',
      '2026112822001\t,abc\t,退款,茶,2026-11-28 11:00:00,-20.00,r1\t',
      '#业务明细列表结束',
    ].join('\r\n');
    const lines = [
      {
        movement: 'payment',
        tradeNo: '2026112822001',
        outTradeNo: 'abc',
        amountMinor: 12_000,
        currency: 'CNY',
      },
      { movement: 'refund', tradeNo: 'r1', outTradeNo: 'abc', amountMinor: 2_000, currency: 'CNY' },
    ];
    expect(await readBill(iconv.encode(alipay, 'gb18030'))).toEqual(lines);
    const plain =
      'movement,trade_no,out_trade_no,amount,currency\npayment,2026112822001,abc,120.00,CNY\nrefund,r1,abc,20.00,CNY\n';
    expect(await readBill(Buffer.from(plain))).toEqual(lines);
  });
});

describe('the books', () => {
  test('show what is due, came and went back, and are exported as double entries', async () => {
    const { house } = paying;
    const paid = await aPaidOrder();
    await house.as('finance').post(`/orders/${paid.orderNo}/facts`, {
      type: 'payment_refunded',
      amountMinor: 2_000,
      currency: 'CNY',
    });
    const find = async (query: string) =>
      (await house.as('finance').get(`/accounts?limit=200${query}`)).body.items.find(
        (one: { orderNo: string }) => one.orderNo === paid.orderNo,
      );
    const account = { dueMinor: 12_000, receivedMinor: 12_000, refundedMinor: 2_000, balance: 'open' };
    expect(await find('')).toMatchObject(account);
    expect(await find('&balance=open')).toMatchObject(account);
    expect(await find('&balance=settled')).toBeUndefined();
    const file = await house.as('finance').post('/postings/exports', { from: day, to: day }, { key: null });
    const lines = file.text.split('\r\n').filter((line) => line.includes(`,${paid.orderNo},`));
    const cells = lines.map((line) => line.split(',').slice(2, 5));
    expect(cells).toEqual([
      ['1012.01', '120.00', ''],
      ['1122', '', '120.00'],
      ['1122', '20.00', ''],
      ['1002', '', '20.00'],
    ]);
    expect((await house.as('sales').get('/accounts')).body.code).toBe('not_permitted');
    const noted = await house.database.admin('log_entries').where({ action: 'postings_exported' });
    expect(noted.map(({ actor_id }) => actor_id)).toEqual(['finance']);
  });
});
