import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from '../api/house.js';
import { issuedOrder, orderInReview, payAndShip } from '../api/order-body.js';
import { at } from './run.js';

let house: ApiHouse;
let oqr: ReturnType<typeof at>;
beforeAll(async () => {
  house = await openHouse();
  oqr = at(house);
});
afterAll(() => house.close());

const stateOf = async (orderNo: string) =>
  (await oqr('desk', 'orders', 'show', orderNo, '--json')).json().state;

describe('a review', () => {
  test('shows why it is here and what to type, is claimed and approved', async () => {
    const { orderId, orderNo, reviewId, materialFact } = await orderInReview(house);
    expect((await oqr('reviewer', 'reviews', 'list')).out).toMatch(
      new RegExp(`${reviewId} +${orderNo} +10000\\.00 CNY`),
    );
    const shown = await oqr('reviewer', 'reviews', 'show', reviewId);
    expect(shown.out).toMatch(/^risk +\S+ +met/m);
    expect(shown.out).toContain(`oqr reviews approve ${reviewId} --seen ${materialFact}\n`);
    const early = await oqr('reviewer', 'reviews', 'approve', reviewId, '--seen', String(materialFact));
    expect([early.code, early.err]).toEqual([1, expect.stringMatching(/Run oqr reviews claim first/)]);
    expect((await oqr('reviewer', 'reviews', 'claim', reviewId)).out).toMatch(/is yours until \d{4}-/);
    expect((await oqr('reviewer', 'reviews', 'approve', reviewId, '--seen', String(materialFact))).code).toBe(
      0,
    );
    await house.settle(orderId);
    expect(await stateOf(orderNo)).toBe('archived');
  });

  test('is not decided on evidence that its reviewer has not seen', async () => {
    const { orderNo, reviewId, materialFact } = await orderInReview(house);
    await oqr('reviewer', 'reviews', 'claim', reviewId);
    const { fact } = (await oqr('logistics', 'fact', 'record', orderNo, 'delivered', '--json')).json();
    expect(fact).toBeGreaterThan(materialFact);
    const ran = await oqr('reviewer', 'reviews', 'approve', reviewId, '--seen', String(materialFact));
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/look again before you decide\.[\s\S]*oqr reviews show[\s\S]*evidence_changed/);
  });

  test('is not decided without saying what was seen', async () => {
    const { reviewId } = await orderInReview(house);
    for (const decision of ['approve', 'reject', 'return'])
      expect((await oqr('reviewer', 'reviews', decision, reviewId)).code).toBe(2);
  });

  test.each([
    ['reject', 'exception'],
    ['return', 'circulating'],
  ])('is decided by %s, and the order becomes %s', async (decision, state) => {
    const { orderId, orderNo, reviewId, materialFact } = await orderInReview(house);
    await oqr('reviewer2', 'reviews', 'claim', reviewId);
    const seen = String(materialFact);
    const ran = await oqr(
      'reviewer2',
      'reviews',
      decision,
      reviewId,
      '--seen',
      seen,
      '--reason',
      'odd_address',
    );
    expect(ran.code).toBe(0);
    await house.settle(orderId);
    expect(await stateOf(orderNo)).toBe(state);
  });
});

describe('a case', () => {
  const caseOf = async (orderNo: string, kind: string): Promise<string> => {
    const { items } = (await oqr('technician', 'cases', 'list', '--kind', kind, '--all', '--json')).json();
    return items.find((one: { orderNo: string }) => one.orderNo === orderNo).id;
  };

  test('of the technical kind is retried, and points the way when it should not be', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house.deeds.openTechnicalCase({ orderId, step: 'verify', code: 'TypeError: broken' });
    const caseId = await caseOf(orderNo, 'technical');
    expect((await oqr('technician', 'cases', 'show', caseId)).out).toContain(`oqr cases retry ${caseId}`);
    expect((await oqr('technician', 'cases', 'list')).out).toContain(orderNo);
    const cause = ['--root-cause', 'system_fault'];
    const wrong = await oqr('finance', 'cases', 'resolve', caseId, '--resolution', 'refunded', ...cause);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('Use oqr cases retry')]);
    expect((await oqr('technician', 'cases', 'retry', caseId, '--note', '已修复', ...cause)).code).toBe(0);
  });

  test('of the business kind is resolved', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await payAndShip(house, orderNo, 12_500);
    await house.settle(orderId);
    const caseId = await caseOf(orderNo, 'business');
    const words = ['--resolution', 'refunded', '--root-cause', 'wrong_data', '--note', '已退款'];
    expect((await oqr('finance', 'cases', 'resolve', caseId, ...words)).code).toBe(0);
    await house.settle(orderId);
    const shown = await oqr('finance', 'cases', 'show', caseId);
    expect(shown.out).toMatch(/^resolution +refunded$/m);
  });
});
