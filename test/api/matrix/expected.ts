import { generateKeyPairSync } from 'node:crypto';
import type { RouteName } from '../../../api/contract/routes.js';
import type { Role } from '../../../domain/people.js';
import type { Caller, Objects } from './world.js';

/**
 * Who gets in where: one row a route, written by hand and compared with what the API does to every role, to a person
 * without any role and to a stranger, at their own order and at one that other departments alone have a part in.
 */
export interface Row {
  /** `known`: everybody who signed in; `anybody`: strangers too. */
  lets: 'anybody' | 'known' | readonly Role[];
  /** Names an order, review or case: one of other departments is not there for those who see their own alone. */
  ofOrder: boolean;
  /** What is sent, as it is or as it follows from the objects and the caller. */
  body?: unknown | ((objects: Objects, caller: Caller) => unknown);
  /** A picture is sent. */
  picture?: true;
  query?: string;
  /** Business refusals that stop whom the row lets in, by code, each with its reason; every other answer is a success. */
  stops?: Readonly<Record<string, string>>;
  /** The door asks for a person alone, and the deed for its right: an order is looked for before that. */
  deed?: true;
  /** Strangers get in too. */
  strangers?: true;
  /** Ends what other rows need. */
  last?: true;
  /** One caller after another: what a caller meets depends on who was there before. */
  inTurn?: true;
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
const PRINTERS = 'order_desk sales customer_service logistics technician manager';
const STUCK = 'technician manager supervisor auditor administrator';

const A_BATCH: More = {
  at: { batchId: 'printBatchId' },
  stops: { print_batch_unknown: 'who sees some orders alone sees the batches of their own making' },
};

const SCANNERS: readonly Role[] = [...HANDS, 'supervisor'];
const ofDevice = ({ of }: Objects, caller: Caller) => ({ deviceId: of[caller]?.deviceId });
const aPoint = (): string => {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const part = (text = '') => Buffer.from(text, 'base64url');
  return Buffer.concat([Buffer.of(4), part(x), part(y)]).toString('base64url');
};

/** Who comes after the first finds it done. */
const once = (code: string): More => ({ stops: { [code]: 'it is done once, and somebody was first' } });
const BROWSER = { session_required: 'a matter of a browser’s cookie, and everybody here has a token' };
const OF_A_CODE: More = {
  stops: { customer_session_missing: 'nobody here has opened a code; customer.test.ts has' },
};
const SESSION: More = { body: { password: 'x' }, stops: BROWSER };
const NO_PROVIDER = { oidc_off: 'this house has no provider; oidc.test.ts has one' };
const NO_ACCOUNTS: More = { stops: { provider_off: 'no accounts here; payments.test.ts has both' } };
const NOT_THEIRS = { view_unknown: 'who reads no list has no view of one' };
const LATER_MS = 3_600_000;
const later = (hours: number): string => new Date(Date.now() + hours * LATER_MS).toISOString();

const IMPORT = `OrderID,OrderDate,RequiredDate,ShippedDate,ShipVia,Freight,CustomerID,CustomerName,ContactName,Phone,ShipName,ShipAddress,ShipCity,ShipRegion,ShipPostalCode,ShipCountry,SalesRep,ProductID,ProductName,UnitPrice,Quantity,Discount
10248,1996-07-04,1996-08-01,1996-07-16,Federal Shipping,32.38,VINET,Vins,Paul,26.47.15.10,Vins,59 rue,Reims,,51100,France,Steven,11,Queso,14.00,12,0.00
`;
const NO_KEY_FILE = { keys_read_only: 'this house has no file of keys; token-keys.test.ts has one' };
const NOT_CAUGHT = { inbox_off: 'nothing is caught here; inbox.test.ts has catchers' };
const LETTERS = 'customer_service technician manager administrator';
const WORDS = { subject: 's', body: 'b', howTo: 'h', keepSafe: 'k' };

const fact = (type: string, more: object = {}): More => ({ body: { type, ...more }, deed: true });
const money = { amountMinor: 100, currency: 'CNY' };
const order = {
  ...{ orderNo: 'M-NEW', orderedAt: '2026-11-20T08:00:00+08:00', settlement: 'prepaid', currency: 'CNY' },
  customer: { ref: 'M-1', name: '张三' },
  lines: [{ kind: 'goods', sku: 'TEA-1', name: '龙井茶', quantity: 1, amountMinor: 100 }],
  notify: false,
};

export const EXPECTED: Readonly<Partial<Record<RouteName, Row | readonly Row[]>>> = {
  enterOrder: to('order_desk sales', {
    body: (_: Objects, caller: Caller) => ({ ...order, orderNo: `M-${caller}` }),
  }),
  listOrders: to(READERS),
  showOrder: of(READERS),
  watchOrder: of('manager', { body: { on: true } }),
  requestCode: of('order_desk sales', {
    body: {},
    at: { orderNo: 'enteredNo' },
    ...once('state_forbids'),
  }),
  proposeAmendment: of('order_desk sales customer_service', {
    body: ({ orderNo }: Objects, caller: Caller) => ({ changes: { contact: `${orderNo} ${caller}` } }),
    at: { orderNo: 'enteredNo' },
    ...once('answer_waits'),
  }),
  showAmendment: of(READERS),
  settleAmendment: of('finance manager', {
    body: { amendmentId: 'b0b1c0de-0000-4000-8000-000000000000', answer: 'applied' },
    stops: { nothing_asked: 'nothing waits here; amendments.test.ts has two people agree' },
  }),
  reissueCode: of('sales customer_service technician', { body: {} }),
  forwardCode: of('sales customer_service', { body: { to: { email: 'li@example.com' } } }),
  voidCode: of('manager', { body: {}, last: true }),
  cancelOrder: of('order_desk manager', { body: {}, last: true, ...once('state_forbids') }),
  showCode: of(READERS),
  showConfirmation: of(READERS),
  drawCodeSvg: of(READERS),
  drawCodePng: of(READERS),
  drawCodePdf: of(READERS, { query: 'preset=label_60x40mm' }),
  drawCodeZpl: of(READERS, { query: 'preset=label_60x40mm' }),
  listLabels: of(READERS),
  printCode: of(PRINTERS, {
    body: { preset: 'label_60x40mm', format: 'zpl' },
  }),
  startPrintBatch: to(PRINTERS, {
    body: ({ orderNo }: Objects) => ({
      ...{ preset: 'label_40x30mm', format: 'pdf', codes: { orderNos: [orderNo] } },
    }),
  }),
  listPrintBatches: to(PRINTERS),
  showPrintBatch: to(PRINTERS, A_BATCH),
  printBatch: to(PRINTERS, { ...A_BATCH, body: {} }),
  gradePrints: to(PRINTERS, { ...A_BATCH, picture: true }),
  listActions: of(READERS),
  addComment: of(HANDS, { body: { text: '备注' } }),
  withdrawComment: of(HANDS, { body: {} }),
  addFile: of(HANDS, { picture: true, at: { orderNo: 'roomNo' } }),
  downloadFile: of(HANDS, { body: {} }),
  withdrawFile: of(HANDS, { body: {}, last: true }),
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
  handleGoods: of('logistics', {
    body: { handling: 'pick' },
    at: { orderNo: 'roomNo' },
  }),
  listHandlings: of(READERS),
  listProviders: to('anybody'),
  requestPayment: of('sales customer_service finance logistics', {
    ...NO_ACCOUNTS,
    body: { provider: 'wechat' },
  }),
  listPayments: of(READERS),
  showPayment: of(READERS, { stops: { payment_unknown: 'nobody here was asked to pay' } }),
  refundPayment: of('finance manager', {
    body: { reason: 'returned' },
    stops: { payment_unknown: 'nobody here paid by a provider; refunds.test.ts has payments' },
  }),
  answerRefund: of('finance manager', {
    body: { answer: 'agreed' },
    stops: { refund_unknown: 'nobody here asked for one; refunds.test.ts has refunds' },
  }),
  listRefunds: of(READERS),
  listAccounts: to('finance manager'),
  exportPostings: to('finance manager', { body: { from: '2026-11-01', to: '2026-11-30' } }),
  takeBill: to('finance manager', {
    query: 'provider=wechat&day=2026-11-28',
    body: 'movement,trade_no,out_trade_no,amount,currency\n',
  }),
  listBills: to('finance manager'),
  listDifferences: to('finance manager'),
  settleDifference: to('finance manager', {
    body: { how: 'booked' },
    stops: { difference_unknown: 'no bill here differs; books.test.ts has some' },
  }),
  hearWechat: to('anybody', NO_ACCOUNTS),
  hearAlipay: to('anybody', NO_ACCOUNTS),
  offerTransfer: of(HANDS, { body: { toKind: 'customer' }, ...once('transfer_pending') }),
  answerTransfer: of(HANDS, {
    body: { answer: 'accepted' },
    inTurn: true,
    stops: {
      not_the_receiver: 'customer service answers for the customer',
      transfer_answered: 'customer service was faster',
    },
  }),
  scan: to(SCANNERS, {
    body: { token: 'HTTPS://QR.EXAMPLE.COM/Q#AAAA', purpose: 'look' },
    strangers: true,
  }),
  showFace: of(READERS),

  registerDevice: to('logistics', { body: () => ({ name: 'phone', publicKey: aPoint() }) }),
  listDevices: to(SCANNERS),
  revokeDevice: to(SCANNERS, { body: {}, last: true }),
  showOfflineKeys: to(SCANNERS),
  takeDeviceList: to('logistics', { body: ofDevice }),
  sendOfflineScans: to(SCANNERS, {
    body: (objects: Objects, caller: Caller) => ({
      ...ofDevice(objects, caller),
      entries: [{ entry: '{}', signature: 'A'.repeat(86) }],
    }),
  }),

  listReviews: to(REVIEWS),
  countReviews: to(REVIEWS),
  nextReview: to('reviewer'),
  checkBulk: to('reviewer', { query: 'reason=watched&reviews=:reviewId' }),
  approveBulk: to('reviewer', {
    body: ({ reviewId }: Objects) => ({ reason: 'watched', items: [{ reviewId, materialFact: 0 }] }),
  }),
  showReview: of(REVIEWS),
  checkReview: of(REVIEWS),
  claimReview: of('reviewer', { body: {} }),
  listCandidates: of('reviewer'),
  notePresence: of(REVIEWS, { body: { here: true } }),
  saveDraft: of('reviewer', { body: { text: '草稿', checked: [] } }),
  askCustomer: of('reviewer', { body: { reason: 'proof', note: '请补' } }),
  handOverReview: of('reviewer', {
    body: { to: 'reviewer2', returnAt: later(24), reason: 'away' },
    at: { reviewId: 'handedId' },
  }),
  withdrawDecision: of('reviewer', { body: { reason: 'slip' }, at: { reviewId: 'withdrawnId' } }),
  releaseReview: of('reviewer', { body: {} }),
  escalateReview: of('reviewer', { body: { reason: 'doubt' }, at: { reviewId: 'escalatedId' } }),
  // It takes a reviewer who is a lead too: no role alone gets in.
  takeOverReview: of([], { body: { reason: 'away' } }),
  supplyEvidence: of(HANDS, { body: { what: 'invoice' } }),
  decideReview: of('reviewer', {
    body: ({ claimed: [first] }: Objects) => ({ decision: 'approved', materialFact: first?.materialFact }),
    at: { reviewId: 'decidedId' },
  }),

  listCases: to(CASES),
  showCase: of(CASES),
  retryCase: of('technician', { body: { rootCause: 'system_fault' } }),
  resolveCase: of('customer_service finance manager', {
    body: { resolution: 'agreed', rootCause: 'system_fault' },
    at: { caseId: 'disputeId' },
    ...once('case_closed'),
  }),
  searchOrders: to(READERS, { body: { text: 'M-' } }),
  amendOrder: of('technician', { body: { changes: { name: '李四' } }, at: { caseId: 'askedSkipId' } }),
  answerAmendment: of('technician manager', {
    body: ({ amendmentId }: Objects) => ({ amendmentId, answer: 'applied' }),
    at: { caseId: 'amendedId' },
    ...once('nothing_asked'),
  }),
  skipStep: of('technician', {
    body: { rootCause: 'system_fault', proof: 'photo', note: '见附件' },
    at: { caseId: 'skipId' },
  }),
  answerSkip: of('technician manager', {
    body: { answer: 'confirmed' },
    at: { caseId: 'askedSkipId' },
    ...once('case_closed'),
  }),
  giveUpCase: of('technician', {
    body: { rootCause: 'other', note: '无法恢复' },
    at: { caseId: 'givenUpId' },
  }),
  noteContact: of('customer_service finance manager', {
    body: { channel: 'phone', direction: 'to_customer', note: '已联系' },
    at: { caseId: 'disputeId' },
  }),
  previewProgress: of('customer_service finance manager', { at: { caseId: 'disputeId' } }),
  tellProgress: of('customer_service finance manager', {
    body: { progress: 'received' },
    at: { caseId: 'disputeId' },
  }),
  showCaseWork: of(CASES),
  checkCases: to(CASES, { query: 'caseIds=:caseId' }),
  showCaseStatistics: to(CASES),
  listIncidents: to(CASES),
  showIncident: to(CASES),
  editIncident: to('technician', { body: { version: 0, assignedTo: null, knownFix: '重启' } }),
  startBatch: to('technician', {
    body: ({ toBatchId }: Objects) => ({ caseIds: [toBatchId], rootCause: 'system_fault' }),
  }),
  listBatches: to(CASES),
  showBatch: to(CASES),
  listBatchItems: to(CASES),
  steerBatch: to('technician', { body: { wanted: 'suspend', revision: 1 } }),
  listStuck: to(STUCK),
  exportStuck: to('manager', { body: {} }),
  showBoard: to(STUCK),
  steerOrders: to('manager', {
    body: { act: 'nudge', reason: 'late', orders: [{ orderNo: 'M-NONE' }] },
  }),
  explainOrder: of(READERS, {
    body: { reason: 'busy' },
    inTurn: true,
    stops: {
      not_the_owner: 'the archive was asked, which owns the order',
      not_asked: 'the archive was faster, and its answer ends the question',
    },
  }),
  listColleagues: to(STUCK),
  listNotices: to('known'),
  seeNotice: to('known', { body: {}, stops: { not_found: 'it is for the archive alone' } }),
  listenToEvents: to('known'),
  pauseClock: of('manager', { body: { reason: 'customer_away' } }),
  resumeClock: of('manager', { body: {} }),

  listViews: to(REVIEWS, { query: 'list=reviews' }),
  countViews: to(REVIEWS, { query: 'list=reviews' }),
  saveView: to(READERS, {
    body: (_: Objects, caller: Caller) => ({ list: 'orders', name: caller, query: { state: 'issued' } }),
  }),
  changeView: to('known', { body: { version: 1, name: '我的' }, stops: NOT_THEIRS }),
  removeView: to('known', { body: { version: 2 }, stops: NOT_THEIRS, last: true }),
  chooseView: to('known', { body: { on: true }, stops: NOT_THEIRS }),
  listMessages: of(READERS, { query: 'order=:orderNo' }),
  showSummary: to(READERS),
  showCalendar: to('known'),
  editCalendar: to('administrator', { body: { name: 'company' } }),
  editCalendarDays: to('administrator', { body: { days: [{ day: '2026-10-08', kind: 'ordinary' }] } }),
  loadCalendarYear: to('administrator', { body: { year: 2027, days: [] } }),
  editShifts: to('administrator', { body: { department: 'finance', shifts: [] } }),

  importOrders: to('order_desk', { query: 'preset=northwind', body: IMPORT }),
  showImport: to('order_desk'),
  listImportRefusals: to('order_desk'),

  listPeople: to('manager supervisor trainer auditor administrator'),
  addPerson: to('administrator', {
    body: { id: 'm-new', displayName: '新人', department: 'sales', roles: ['sales'] },
  }),
  changePerson: to('administrator', { body: { version: 1, displayName: '客服' } }),
  givePassword: to('administrator', { body: { password: 'a first password' } }),
  showAccess: to('administrator'),
  resetFactors: to('administrator', { body: {} }),
  endSessions: to('administrator', { body: {} }),
  arrangeAbsence: to('manager administrator', {
    body: (_: Objects, caller: Caller) => ({
      substitute: 'desk',
      from: later(caller === 'manager' ? 1 : 3),
      to: later(caller === 'manager' ? 2 : 4),
    }),
  }),
  endAbsence: to('manager administrator', { body: {} }),

  showMe: to('known'),
  showDigests: to(STUCK),
  chooseDigests: to(STUCK, { body: { email: 'm@example.com', daily: true, weekly: false } }),
  showDoor: to('anybody', { stops: BROWSER }),
  signIn: to('anybody', {
    body: { person: 'nobody', password: 'x' },
    stops: {
      sign_in_failed: 'nobody of that name is here',
      too_many_requests: 'so many tries from one address',
    },
  }),
  showSession: to('known'),
  signOut: to('known'),
  stepUp: to('known', SESSION),
  takeSecondStep: to('anybody', {
    body: { code: '000000' },
    stops: { ...BROWSER, second_step_missing: 'no password was right before it' },
  }),
  askAssertion: to('anybody', {
    stops: { ...BROWSER, passkey_unavailable: 'this house has no public address' },
  }),
  signInByPasskey: to('anybody', {
    stops: { ...BROWSER, malformed: 'only a browser signs; second-factor.test.ts has one' },
  }),
  showSecurity: to('known', SESSION),
  offerTotp: to('known', SESSION),
  confirmTotp: to('known', SESSION),
  removeTotp: to('known', SESSION),
  renewRecoveryCodes: to('known', SESSION),
  askPasskey: to('known', SESSION),
  addPasskey: to('known', SESSION),
  removePasskey: to('known', SESSION),
  endOneSession: to('known', SESSION),
  askOidc: to('anybody', { stops: { ...BROWSER, ...NO_PROVIDER } }),
  answerOidc: to('anybody', {
    body: { answer: 'code=x' },
    stops: { ...BROWSER, ...NO_PROVIDER },
  }),
  listScanAlerts: to(CASES),
  reviewScanAlert: to('customer_service manager supervisor', {
    body: { finding: 'harmless' },
    stops: { alert_unknown: 'nobody scans oddly here; scan-abuse.test.ts has alerts' },
  }),
  listTokenKeys: to('administrator'),
  rotateTokenKey: to('administrator', { body: { profile: 'short' }, stops: NO_KEY_FILE }),
  previewExposure: to('administrator'),
  declareCompromise: to('administrator', {
    body: { at: '2026-11-01T00:00:00Z', seen: 999 },
    stops: { exposure_changed: 'another number was seen; token-keys.test.ts has a ring to change' },
  }),
  listCompromises: to('administrator'),
  listTokens: to('administrator'),
  issueToken: to('administrator', {
    body: { person: 'desk', name: 'shop', scopes: ['order.read'], days: 1 },
  }),
  revokeToken: to('administrator'),
  listIdentities: to('administrator'),
  linkIdentity: to('administrator', {
    body: { person: 'desk', subject: 'alice' },
    stops: NO_PROVIDER,
  }),
  unlinkIdentity: to('administrator'),
  listInbox: to(LETTERS, { stops: NOT_CAUGHT }),
  showInbox: to(LETTERS, { stops: NOT_CAUGHT }),
  listDeadLetters: to(LETTERS),
  resendMessage: of('sales customer_service technician', {
    body: {},
    stops: { message_unknown: 'no message here was lost; delivery.test.ts has one' },
  }),
  reportMessage: to('technician', {
    body: { messageId: '7d444840-9dc0-41d1-b245-5ffdce74fad2', outcome: 'bounced' },
    stops: { message_unknown: 'no message here was sent; delivery.test.ts has one' },
  }),
  showContact: of(READERS),
  chooseContact: of('sales customer_service technician', {
    body: { channel: 'sms', allowed: true, preferred: false },
  }),
  stopMessages: to('anybody', {
    body: { proof: 'x' },
    stops: { opt_out_unknown: 'nobody here got a link; delivery.test.ts has one' },
  }),
  showQuietHours: to(LETTERS),
  setQuietHours: to('administrator', {
    body: { fromMinute: 0, toMinute: 0, channels: ['sms'], seen: 1 },
  }),
  showPushKey: to('anybody'),
  listTemplates: to(LETTERS),
  showTemplate: to(LETTERS),
  previewTemplate: to(LETTERS, { body: {} }),
  saveTemplate: to('administrator', {
    body: { seen: 1, texts: { zh: WORDS, en: WORDS } },
  }),
  changePassword: to('known', {
    body: { password: 'x', newPassword: 'y' },
    stops: { sign_in_failed: 'nobody here has a password; session.test.ts changes one' },
  }),

  openCustomerPage: to('anybody', { body: { token: 'NONE' }, stops: BROWSER }),
  leaveCustomerPage: to('anybody', { stops: BROWSER }),
  showCustomerOrder: to('anybody', OF_A_CODE),
  drawCustomerCode: to('anybody', OF_A_CODE),
  askProofCode: to('anybody', OF_A_CODE),
  proveCustomer: to('anybody', { ...OF_A_CODE, body: { phone: '0000' } }),
  confirmByCustomer: to('anybody', OF_A_CODE),
  reportProblem: to('anybody', { ...OF_A_CODE, body: { problem: 'damaged' } }),
  reportMisuse: to('anybody', OF_A_CODE),
  payByCustomer: to('anybody', { ...OF_A_CODE, body: { provider: 'wechat' } }),
  showCustomerPayment: to('anybody', OF_A_CODE),
  drawCustomerPayment: to('anybody', OF_A_CODE),
  showCustomerContact: to('anybody', OF_A_CODE),
  chooseCustomerContact: to('anybody', { ...OF_A_CODE, body: { channel: 'sms', allowed: false } }),
  subscribePush: to('anybody', {
    ...OF_A_CODE,
    body: { endpoint: 'https://web.push.apple.com/x', keys: { p256dh: 'x', auth: 'x' } },
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
