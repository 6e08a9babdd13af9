import { newestPayment, paymentById } from '../../db/payments.js';
import { Refusal } from '../../domain/refusal.js';
import { drawSvg } from '../../qr/symbol.js';
import type { Routes } from '../contract/routes.js';
import type { Act, Read } from '../handler.js';
import { heldOrder } from '../holding.js';
import { paymentFaceOf, startPayment } from '../paying.js';
import { CUSTOMER } from '../principal.js';

/** The customer pays what they owe, in a wallet on this phone or by a code for another one (P3.1.3). */
export const start: Act<Routes['payByCustomer']> = async (tx, deps, { body, caller }) => {
  const { customer, address } = caller;
  const hand = await heldOrder(tx, customer);
  const wish = { ...body, actor: CUSTOMER, payerAddress: withoutLength(address) };
  return { status: 201, body: await startPayment(tx, deps, hand, wish) };
};

/** A provider takes an address and no network: the one of a whole /64 stands for it. */
const withoutLength = (address: string): string => address.replace(/\/64$/, '');

export const show: Read<Routes['showCustomerPayment']> = async (deps, { caller: { customer } }) => {
  const payment = await newestPayment(deps.db, customer.orderId);
  return { status: 200, body: { payment: payment ? paymentFaceOf(deps, payment) : null } };
};

export const draw: Read<Routes['drawCustomerPayment']> = async (deps, { params, caller }) => {
  const payment = await paymentById(deps.db, params.paymentId);
  if (payment?.orderId !== caller.customer.orderId) throw new Refusal('payment_unknown');
  const { qr } = paymentFaceOf(deps, payment);
  if (qr === null) throw new Refusal('payment_unknown');
  return { status: 200, file: drawSvg(qr, { medium: 'screen', caption: '' }).svg };
};
