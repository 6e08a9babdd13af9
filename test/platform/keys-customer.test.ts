import { expect, test } from '@jest/globals';
import { openCustomer } from '../../platform/keys/customer.js';
import { newDataKey, SealBroken, sealJson, wrapKey } from '../../platform/keys/envelope.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';

const ring = testKeyRing();
const customer = { ref: 'C-1', name: '张三', email: 'zhang@example.com' };
const key = newDataKey();
const order = { id: 'o-1', customerSealed: sealJson(key, customer, 'orders.customer:o-1') };
const wrapped = wrapKey(ring, key, 'orders.pii:o-1');

test('opens the customer of an order', () => {
  expect(openCustomer(ring, order, wrapped)).toEqual(customer);
});

test('knows no customer once the key or the seal is gone', () => {
  expect(openCustomer(ring, order, undefined)).toBeUndefined();
  expect(openCustomer(ring, { ...order, customerSealed: null }, wrapped)).toBeUndefined();
});

test('does not open a customer that was sealed for another order', () => {
  const moved = { id: 'o-2', customerSealed: order.customerSealed };
  const other = wrapKey(ring, key, 'orders.pii:o-2');
  expect(() => openCustomer(ring, moved, other)).toThrow(SealBroken);
});
