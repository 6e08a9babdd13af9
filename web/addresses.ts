import type { Routes } from '../api/contract/routes.js';

/** Method and path of each route that screens use; the compiler holds them to the contract, whose schemas stay outside the bundle. */
export const ADDRESSES = {
  showDoor: ['get', '/session/door'],
  signIn: ['post', '/session'],
  signOut: ['delete', '/session'],
  stepUp: ['post', '/session/step-up'],
  changePassword: ['post', '/session/password'],
  listOrders: ['get', '/orders'],
  showOrder: ['get', '/orders/:orderNo'],
  showTimeline: ['get', '/orders/:orderNo/timeline'],
  listActions: ['get', '/orders/:orderNo/actions'],
  showVerification: ['get', '/orders/:orderNo/verification'],
  drawCodeSvg: ['get', '/orders/:orderNo/code.svg'],
  drawCodePng: ['get', '/orders/:orderNo/code.png'],
  requestCode: ['post', '/orders/:orderNo/code-requests'],
  reissueCode: ['post', '/orders/:orderNo/reissues'],
  voidCode: ['post', '/orders/:orderNo/code-voids'],
  cancelOrder: ['post', '/orders/:orderNo/cancellation'],
  watchOrder: ['post', '/orders/:orderNo/watch'],
  offerTransfer: ['post', '/orders/:orderNo/transfers'],
  answerTransfer: ['post', '/orders/:orderNo/transfers/answer'],
  scan: ['post', '/scans'],
  stateFact: ['post', '/orders/:orderNo/facts'],
  listReviews: ['get', '/reviews'],
  showReview: ['get', '/reviews/:reviewId'],
  claimReview: ['post', '/reviews/:reviewId/claims'],
  decideReview: ['post', '/reviews/:reviewId/decision'],
  listCases: ['get', '/cases'],
  showCase: ['get', '/cases/:caseId'],
  retryCase: ['post', '/cases/:caseId/retries'],
  resolveCase: ['post', '/cases/:caseId/resolution'],
  listStuck: ['get', '/stuck'],
  showSummary: ['get', '/summary'],
} as const satisfies { [Name in keyof Routes]?: readonly [Routes[Name]['method'], Routes[Name]['path']] };

export type Address = keyof typeof ADDRESSES;
