import type { RouteName } from '../../../api/contract/routes.js';
import type { Role } from '../../../domain/people.js';
import type { Objects } from './world.js';

/**
 * Who gets in where: one row a route, written by hand and compared with what the API does to every role, to a person
 * without any role and to a stranger, at their own order and at one that other departments alone have a part in.
 */
export interface Row {
  /** `known`: everybody who signed in; `anybody`: strangers too. */
  lets: 'anybody' | 'known' | readonly Role[];
  /** Names an order, review or case: one of other departments is not there for those who see their own alone. */
  ofOrder: boolean;
  body?: unknown;
  query?: string;
  /** Why no answer here is a success, when none is. */
  never?: string;
  /** The door asks for a person alone, and the deed for its right: an order is looked for before that. */
  deed?: true;
  /** Strangers get in too. */
  strangers?: true;
  /** Ends what other rows need. */
  last?: true;
  /** Another object than the one that the parameter's name stands for. */
  at?: Partial<Record<keyof Objects, keyof Objects>>;
}

type More = Partial<Omit<Row, 'lets' | 'ofOrder'>>;
type Lets = string | readonly Role[];

const READERS: readonly Role[] = [
  'order_desk',
  'sales',
  'customer_service',
  'finance',
  'logistics',
  'reviewer',
  'review_lead',
  'technician',
  'manager',
  'supervisor',
  'archivist',
  'auditor',
  'administrator',
];
const HANDS = READERS.filter((role) => role !== 'supervisor' && role !== 'auditor');
const CASES =
  'customer_service finance reviewer review_lead technician manager supervisor auditor administrator';
const REVIEWS = 'reviewer review_lead manager supervisor auditor administrator';
const STUCK = 'technician manager supervisor auditor administrator';

const NONE = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
const MOVES_ON = 'the evidence moves on with every other row';
const SKETCH = 'who gets in is asked before what they send is read';
const SESSION: More = { body: { password: 'x' }, never: 'for sessions alone' };

const fact = (type: string, more: object = {}): More => ({ body: { type, ...more }, deed: true });
const money = { amountMinor: 100, currency: 'CNY' };
const order = {
  ...{ orderNo: 'M-NEW', orderedAt: '2026-11-20T08:00:00+08:00', settlement: 'prepaid', currency: 'CNY' },
  customer: { ref: 'M-1', name: '张三' },
  lines: [{ kind: 'goods', sku: 'TEA-1', name: '龙井茶', quantity: 1, amountMinor: 100 }],
  notify: false,
};

export const EXPECTED: Readonly<Partial<Record<RouteName, Row | readonly Row[]>>> = {
  enterOrder: to('order_desk sales', { body: order }),
  listOrders: to(READERS),
  showOrder: of(READERS),
  watchOrder: of('manager', { body: { on: true } }),
  requestCode: of('order_desk sales', { body: {}, never: 'its code is out already' }),
  reissueCode: of('sales customer_service technician', { body: {} }),
  voidCode: of('manager', { body: {}, last: true }),
  cancelOrder: of('order_desk manager', { body: {}, last: true }),
  showCode: of(READERS),
  drawCodeSvg: of(READERS),
  drawCodePng: of(READERS),
  listActions: of(READERS),
  addComment: of(HANDS, { body: { text: '备注' } }),
  withdrawComment: of(HANDS, { body: {}, never: SKETCH }),
  addFile: of(HANDS, { body: 'no picture', never: SKETCH }),
  downloadFile: of(HANDS, { body: {}, never: SKETCH }),
  withdrawFile: of(HANDS, { body: {}, never: SKETCH }),
  showTimeline: of(READERS),
  showVerification: of(READERS),
  showLog: of('supervisor auditor administrator'),
  stateFact: [
    of('finance', fact('payment_received', money)),
    of('finance', fact('payment_refunded', money)),
    of('finance', fact('payment_mismatch', money)),
    of('finance', fact('credit_approved')),
    of('logistics', fact('picked')),
    of('logistics', fact('packed')),
    of('logistics', fact('shipped')),
    of('logistics', fact('delivered')),
    of('logistics', fact('service_completed')),
    of('sales customer_service', fact('customer_confirmed')),
    of('customer_service', fact('dispute_opened')),
    of('customer_service', fact('dispute_closed')),
  ],
  offerTransfer: of(HANDS, { body: { toKind: 'customer' } }),
  answerTransfer: of(HANDS, { body: { answer: 'accepted' } }),
  scan: to([...HANDS, 'supervisor'], {
    body: { token: 'HTTPS://QR.EXAMPLE.COM/Q#AAAA', purpose: 'look' },
    strangers: true,
  }),

  listReviews: to(REVIEWS),
  countReviews: to(REVIEWS),
  nextReview: to('reviewer'),
  checkBulk: to('reviewer', { query: 'reason=watched&reviews=:reviewId' }),
  approveBulk: to('reviewer', {
    body: { reason: 'watched', items: [{ reviewId: NONE, materialFact: 0 }] },
  }),
  showReview: of(REVIEWS),
  checkReview: of(REVIEWS),
  claimReview: of('reviewer', { body: {} }),
  listCandidates: of('reviewer'),
  notePresence: of(REVIEWS, { body: { here: true } }),
  saveDraft: of('reviewer', { body: { text: '草稿', checked: [] } }),
  askCustomer: of('reviewer', { body: { reason: 'proof', note: '请补' } }),
  handOverReview: of('reviewer', {
    body: { to: 'reviewer2', returnAt: '2026-11-20T08:00:00+08:00', reason: 'away' },
    never: 'the return date is past',
  }),
  withdrawDecision: of('reviewer', { body: { reason: 'slip' }, never: 'nothing was decided' }),
  releaseReview: of('reviewer', { body: {} }),
  escalateReview: of('reviewer', { body: { reason: 'doubt' }, never: 'the claim was given back' }),
  takeOverReview: of([], { body: { reason: 'away' }, never: 'it takes a reviewer who is a lead' }),
  supplyEvidence: of(HANDS, { body: { what: 'invoice' } }),
  decideReview: of('reviewer', {
    body: { decision: 'approved', materialFact: 0 },
    never: MOVES_ON,
  }),

  listCases: to(CASES),
  showCase: of(CASES),
  retryCase: of('technician', { body: { rootCause: 'system_fault' } }),
  resolveCase: of('customer_service finance manager', {
    body: { resolution: 'agreed', rootCause: 'system_fault' },
    at: { caseId: 'disputeId' },
  }),
  searchOrders: to(READERS, { body: { text: 'M-' } }),
  amendOrder: of('technician', { body: { changes: {} }, never: SKETCH }),
  answerAmendment: of('technician manager', {
    body: { amendmentId: NONE, answer: 'confirmed' },
    never: SKETCH,
  }),
  skipStep: of('technician', { body: {}, never: SKETCH }),
  answerSkip: of('technician manager', { body: { answer: 'confirmed' }, never: SKETCH }),
  giveUpCase: of('technician', { body: {}, never: SKETCH }),
  noteContact: of('customer_service finance manager', { body: {}, never: SKETCH }),
  previewProgress: of('customer_service finance manager', { at: { caseId: 'disputeId' } }),
  tellProgress: of('customer_service finance manager', { body: {}, never: SKETCH }),
  showCaseWork: of(CASES),
  checkCases: to(CASES, { never: SKETCH }),
  showCaseStatistics: to(CASES),
  listIncidents: to(CASES),
  showIncident: to(CASES, { never: SKETCH }),
  editIncident: to('technician', { body: {}, never: SKETCH }),
  startBatch: to('technician', { body: {}, never: SKETCH }),
  listBatches: to(CASES),
  showBatch: to(CASES, { never: SKETCH }),
  listBatchItems: to(CASES, { never: SKETCH }),
  steerBatch: to('technician', { body: {}, never: SKETCH }),
  listStuck: to(STUCK),
  exportStuck: to('manager', { body: {} }),
  showBoard: to(STUCK),
  steerOrders: to('manager', {
    body: { act: 'nudge', reason: 'late', orders: [{ orderNo: 'M-NONE' }] },
  }),
  explainOrder: of(READERS, { body: { reason: 'busy' }, never: 'nobody asked' }),
  listColleagues: to(STUCK),
  listNotices: to('known'),
  seeNotice: to('known', { body: {}, never: 'there is no notice' }),
  listenToEvents: to('known'),
  pauseClock: of('manager', { body: { reason: 'customer_away' } }),
  resumeClock: of('manager', { body: {} }),

  listViews: to(REVIEWS, { query: 'list=reviews' }),
  countViews: to(REVIEWS, { query: 'list=reviews' }),
  saveView: to('known', { body: {}, never: SKETCH }),
  changeView: to('known', { body: {}, never: SKETCH }),
  removeView: to('known', { body: {}, never: SKETCH }),
  chooseView: to('known', { body: {}, never: SKETCH }),
  listMessages: of(READERS, { query: 'order=:orderNo' }),
  showSummary: to(READERS),
  showCalendar: to('known'),
  editCalendar: to('administrator', { body: { name: 'company' } }),
  editCalendarDays: to('administrator', { body: { days: [{ day: '2026-10-08', kind: 'ordinary' }] } }),
  loadCalendarYear: to('administrator', { body: { year: 2027, days: [] } }),
  editShifts: to('administrator', { body: { department: 'finance', shifts: [] } }),

  importOrders: to('order_desk', { body: 'no orders', never: 'the file is none' }),
  showImport: to('order_desk', { never: 'there is no import' }),
  listImportRefusals: to('order_desk', { never: 'there is no import' }),

  listPeople: to('manager supervisor trainer auditor administrator'),
  addPerson: to('administrator', {
    body: { id: 'm-new', displayName: '新人', department: 'sales', roles: ['sales'] },
  }),
  changePerson: to('administrator', { body: { version: 1, displayName: '客服' } }),
  givePassword: to('administrator', { body: { password: 'a first password' } }),
  showAccess: to('administrator'),
  resetFactors: to('administrator', { body: {}, never: 'there is no second factor to forget' }),
  endSessions: to('administrator', { body: {} }),
  arrangeAbsence: to('manager administrator', {
    body: { substitute: 'desk', from: '2026-11-20T08:00:00+08:00', to: '2026-11-20T09:00:00+08:00' },
    never: 'the time is over',
  }),
  endAbsence: to('known', { body: {}, never: 'there is no absence' }),

  showMe: to('known'),
  showDoor: to('anybody'),
  signIn: to('anybody', { body: { person: 'nobody', password: 'x' }, never: 'the password is wrong' }),
  showSession: to('known'),
  signOut: to('known'),
  stepUp: to('known', SESSION),
  takeSecondStep: to('anybody', SESSION),
  askAssertion: to('anybody', SESSION),
  signInByPasskey: to('anybody', SESSION),
  showSecurity: to('known', SESSION),
  offerTotp: to('known', SESSION),
  confirmTotp: to('known', SESSION),
  removeTotp: to('known', SESSION),
  renewRecoveryCodes: to('known', SESSION),
  askPasskey: to('known', SESSION),
  addPasskey: to('known', SESSION),
  removePasskey: to('known', SESSION),
  endOneSession: to('known', SESSION),
  askOidc: to('anybody', SESSION),
  answerOidc: to('anybody', SESSION),
  listTokens: to('administrator'),
  issueToken: to('administrator', {
    body: { person: 'desk', name: 'shop', scopes: ['order.read'], days: 1 },
  }),
  revokeToken: to('administrator', { never: 'there is no such token' }),
  listIdentities: to('administrator'),
  linkIdentity: to('administrator', {
    body: { person: 'desk', subject: 'alice' },
    never: 'no provider is set',
  }),
  unlinkIdentity: to('administrator', { never: 'there is no such link' }),
  changePassword: to('known', {
    body: { password: 'x', newPassword: 'y' },
    never: 'the password is wrong',
  }),

  showLive: to('anybody'),
  showReady: to('anybody'),
  showOpenApi: to('anybody'),
};

/** A route that names no order. */
function to(lets: Lets, more: More = {}): Row {
  return { lets: rolesOf(lets), ofOrder: false, ...more };
}

/** A route that names an order, or something of one. */
function of(lets: Lets, more: More = {}): Row {
  return { lets: rolesOf(lets), ofOrder: true, ...more };
}

function rolesOf(lets: Lets): Row['lets'] {
  if (lets === 'anybody' || lets === 'known') return lets;
  return typeof lets === 'string' ? (lets.split(' ') as Role[]) : lets;
}
