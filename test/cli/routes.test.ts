import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Contract, isOfCustomers } from '../../api/contract/route.js';
import { ROUTES, type RouteName, type Routes } from '../../api/contract/routes.js';
import { manual } from '../../cli/manual.js';
import { buildProgram } from '../../cli/program.js';
import { run } from './run.js';

const UUID = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
const CAUSE = '7d4448409dc041d1';

const PHOTO = join(tmpdir(), 'oqr-routes-photo.png');
writeFileSync(PHOTO, 'a photo');

/** Routes that work on a browser's cookie, go on while a page is open, or hear a provider's signature: no program has one. */
type OfBrowsers = {
  [N in RouteName]: Routes[N] extends
    | { browser: true }
    | { kind: 'stream' | 'callback' }
    | { right: 'holder' | 'customer' }
    ? N
    : never;
}[RouteName];

/** One command line for each other route. */
const COMMANDS: Readonly<Record<Exclude<RouteName, OfBrowsers>, string>> = {
  enterOrder: 'orders enter -',
  listOrders: 'orders list',
  showOrder: 'orders show A/1',
  cancelOrder: 'orders cancel A/1',
  watchOrder: 'orders watch A/1',
  requestCode: 'orders submit A/1',
  listActions: 'orders actions A/1',
  showTimeline: 'orders timeline A/1',
  showLog: 'orders log A/1',
  proposeAmendment: 'orders amend A/1 --name Li',
  showAmendment: 'orders amendment A/1',
  settleAmendment: `orders amend-answer A/1 ${UUID} applied`,
  reissueCode: 'code reissue A/1',
  forwardCode: 'code forward A/1 --email a@example.com',
  voidCode: 'code void A/1',
  showCode: 'code show A/1',
  showConfirmation: 'code confirmation A/1',
  drawCodeSvg: 'code svg A/1',
  drawCodePng: 'code png A/1',
  drawCodePdf: 'code pdf A/1 --preset screen',
  drawCodeZpl: 'code zpl A/1 --preset label_40x30mm',
  listLabels: 'code labels A/1',
  startPrintBatch: 'print-batches start --preset label_40x30mm --state issued',
  listPrintBatches: 'print-batches list',
  showPrintBatch: `print-batches show ${UUID}`,
  printBatch: `print-batches file ${UUID} --out ${join(tmpdir(), 'oqr-routes-labels.pdf')}`,
  gradePrints: `print-batches grade ${UUID} ${PHOTO}`,
  printCode: 'code print A/1 --preset label_40x30mm --format zpl',
  stateFact: 'fact record A/1 delivered',
  handleGoods: 'goods handle A/1 ship --line 1:2 --carrier sf --tracking-no SF12345678',
  listHandlings: 'goods list A/1',
  listProviders: 'payments providers',
  requestPayment: 'payments request A/1 wechat',
  listPayments: 'payments list A/1',
  showPayment: `payments show A/1 ${UUID}`,
  refundPayment: `payments refund A/1 ${UUID} --reason returned`,
  answerRefund: `payments answer-refund A/1 ${UUID} agreed`,
  listRefunds: 'payments refunds A/1',
  listAccounts: 'books accounts',
  exportPostings: `books postings --from 2026-11-01 --to 2026-11-30 --out ${join(tmpdir(), 'oqr-routes-postings.csv')}`,
  takeBill: 'books bill examples/README.md --provider wechat --day 2026-11-28',
  listBills: 'books bills',
  listDifferences: 'books differences',
  settleDifference: `books settle ${UUID} booked`,
  offerTransfer: 'transfer offer A/1 --customer',
  answerTransfer: 'transfer accept A/1',
  searchOrders: 'orders search zs',
  addComment: 'comments add A/1',
  withdrawComment: `comments withdraw A/1 ${UUID}`,
  addFile: `files add A/1 ${PHOTO}`,
  downloadFile: `files get A/1 ${UUID}`,
  withdrawFile: `files withdraw A/1 ${UUID}`,
  scan: 'scan ABC',
  showFace: 'face A/1',
  listPeople: 'people list',
  addPerson: 'people add li-na --name Li --department sales --role sales',
  changePerson: `people change ${UUID} --seen 1 --leaves`,
  givePassword: `people password ${UUID} -`,
  showAccess: `people access ${UUID}`,
  resetFactors: `people reset-factors ${UUID}`,
  endSessions: `people end-sessions ${UUID}`,
  arrangeAbsence: `people away ${UUID} --substitute desk --from 2026-01-01T00:00:00Z --to 2026-01-02T00:00:00Z`,
  endAbsence: `people back ${UUID}`,
  listTemplates: 'templates list',
  showTemplate: 'templates show code_issued email',
  previewTemplate: 'templates preview code_issued email',
  saveTemplate: 'templates save code_issued email -',
  listInbox: 'inbox list',
  showInbox: `inbox show ${UUID}`,
  listDeadLetters: 'delivery dead',
  resendMessage: `delivery resend A/1 ${UUID}`,
  reportMessage: `delivery report bounced --message ${UUID}`,
  showContact: 'delivery contact A/1',
  chooseContact: 'delivery choose A/1 email --refuse',
  stopMessages: 'delivery stop abc',
  showQuietHours: 'delivery quiet',
  setQuietHours: 'delivery set-quiet --from 1320 --to 480 --seen 1 --channel sms',
  showPushKey: 'delivery push-key',
  listDevices: 'offline devices',
  registerDevice: 'offline register abc --name phone',
  revokeDevice: `offline revoke ${UUID}`,
  showOfflineKeys: 'offline keys',
  takeDeviceList: `offline list ${UUID}`,
  sendOfflineScans: `offline send ${UUID} -`,
  showMe: 'me',
  showDigests: 'digests show',
  chooseDigests: 'digests choose daily,weekly --email boss@example.com',
  signIn: 'session check desk',
  showSession: 'session show',
  signOut: 'session end',
  changePassword: 'session password',
  listIdentities: 'identities list',
  linkIdentity: 'identities link desk alice',
  unlinkIdentity: `identities unlink ${UUID}`,
  listScanAlerts: 'scan-alerts',
  reviewScanAlert: `review-alert ${UUID} misuse`,
  listTokenKeys: 'keys list',
  rotateTokenKey: 'keys rotate short',
  previewExposure: 'keys exposure 1',
  declareCompromise: 'keys compromise 1 --at 2026-11-01T00:00:00Z --seen 3',
  listCompromises: 'keys compromises',
  listTokens: 'tokens list',
  issueToken: 'tokens issue desk --name Shop --scope order.enter',
  revokeToken: `tokens revoke ${UUID}`,
  showVerification: 'orders verification A/1',
  listReviews: 'reviews list',
  showReview: `reviews show ${UUID}`,
  claimReview: `reviews claim ${UUID}`,
  decideReview: `reviews approve ${UUID} --seen 7`,
  countReviews: 'reviews counts',
  nextReview: 'reviews next',
  checkReview: `reviews check ${UUID}`,
  listCandidates: `reviews candidates ${UUID}`,
  checkBulk: `reviews bulk-check ${UUID} --risk reissued`,
  approveBulk: `reviews bulk-approve ${UUID} --risk reissued --seen 7`,
  releaseReview: `reviews release ${UUID}`,
  takeOverReview: `reviews take-over ${UUID} --reason absent`,
  notePresence: `reviews presence ${UUID}`,
  saveDraft: `reviews draft ${UUID} --text x`,
  withdrawDecision: `reviews withdraw ${UUID}`,
  askCustomer: `reviews ask ${UUID} --reason receipt --note x`,
  handOverReview: `reviews hand-over ${UUID} --to reviewer2 --return-at 2099-01-01T00:00:00Z --reason leave`,
  escalateReview: `reviews escalate ${UUID} --reason unclear`,
  supplyEvidence: 'reviews supply A/1 --what invoice',
  listCases: 'cases list',
  showCase: `cases show ${UUID}`,
  retryCase: `cases retry ${UUID} --root-cause other`,
  resolveCase: `cases resolve ${UUID} --resolution refunded --root-cause other`,
  giveUpCase: `bench give-up ${UUID} --root-cause other --note gone`,
  skipStep: `bench skip ${UUID} --root-cause other --proof photo --note B-7`,
  answerSkip: `bench skip-answer ${UUID} confirmed`,
  amendOrder: `bench amend ${UUID} --email a@example.com`,
  answerAmendment: `bench amend-answer ${UUID} ${UUID} applied`,
  noteContact: `bench contact ${UUID} phone to_customer --note called`,
  previewProgress: `bench letters ${UUID}`,
  tellProgress: `bench progress ${UUID} received`,
  showCaseWork: `bench show ${UUID}`,
  checkCases: `incidents check ${CAUSE}`,
  listIncidents: 'incidents list',
  showIncident: `incidents show ${CAUSE}`,
  editIncident: `incidents note ${CAUSE} --version 0 --fix restart`,
  showCaseStatistics: 'incidents statistics',
  startBatch: `batches start --cause ${CAUSE} --root-cause other`,
  listBatches: 'batches list',
  showBatch: `batches show ${UUID}`,
  listBatchItems: `batches items ${UUID}`,
  steerBatch: `batches suspend ${UUID} --revision 1`,
  listStuck: 'stuck',
  showBoard: 'board',
  exportStuck: 'stuck-export',
  showCalendar: 'calendar show',
  editCalendar: 'calendar edit --name Main',
  editCalendarDays: 'calendar days --holiday 2027-10-01',
  loadCalendarYear: 'calendar load 2027',
  editShifts: 'calendar shifts finance --shift 1@09:00-12:00',
  pauseClock: 'clock pause A/1 --reason customer_away',
  resumeClock: 'clock resume A/1',
  steerOrders: 'steer nudge A/1',
  explainOrder: 'explain A/1',
  listColleagues: 'colleagues',
  listNotices: 'notices list',
  seeNotice: `notices seen ${UUID}`,
  listMessages: 'messages A/1',
  showSummary: 'summary',
  showLive: 'health live',
  showReady: 'health ready',
  showOpenApi: 'openapi',
  importOrders: 'import examples/README.md --preset northwind',
  showImport: `imports show ${UUID}`,
  listViews: 'views list orders',
  countViews: 'views counts orders',
  saveView: 'views save orders --name Mine --filter state=entered',
  changeView: `views change ${UUID} --seen 1 --name Other`,
  removeView: `views remove ${UUID} --seen 1`,
  chooseView: `views default ${UUID}`,
  listImportRefusals: `imports refusals ${UUID}`,
};

const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
const ofBrowsers = (Object.keys(ROUTES) as RouteName[]).filter((name) => !(name in COMMANDS));
const surroundings = { terminal: noTerminal(), signal: new AbortController().signal };
const config = { url: undefined, token: undefined, dataDir: undefined, language: 'en' as const };

function noTerminal() {
  const out = () => undefined;
  return { out, err: out, outIsTty: false, errIsTty: false, input: process.stdin };
}

/** The routes that no command claims. */
function without(claimed: ReadonlyMap<string, unknown>, routes: readonly string[]): string[] {
  return routes.filter((name) => !claimed.has(name));
}

/** A place where requests end: it notes each and refuses it, once it is read. */
let server: Server;
let url: string;
const seen: { method: string; path: string; headers: NodeJS.Dict<string | string[]> }[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    seen.push({ method, path, headers });
    const problem = { type: 'urn:x', title: 'x', status: 404, code: 'not_found', instance: 'urn:uuid:1' };
    request.resume().once('end', () => response.writeHead(404).end(JSON.stringify(problem)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('every route', () => {
  test('without a command works on a cookie or a signature, or is a stream', () => {
    const kept: Contract[] = ofBrowsers.map((name) => ROUTES[name]);
    expect(kept.length).toBeGreaterThan(0);
    expect(
      kept.filter((route) => {
        if (isOfCustomers(route.right)) return false;
        if (route.kind === 'session') return !route.browser;
        return route.kind !== 'stream' && route.kind !== 'callback';
      }),
    ).toEqual([]);
  });

  test('has a command', () => {
    const { session } = buildProgram(config, surroundings);
    expect(without(session.routes, names)).toEqual([]);
    expect(without(session.routes, [...names, 'forgottenRoute'])).toEqual(['forgottenRoute']);
  });

  test.each(names)('%s is what its command calls', async (name) => {
    const route: Contract = ROUTES[name];
    seen.length = 0;
    const ran = await run(COMMANDS[name].split(' '), { config: { url, token: 'secret' }, input: '{}' });
    expect(ran.code).toBe(1);
    expect(seen).toHaveLength(1);
    const path = route.path
      .replace(/:orderNo/, 'A%2F1')
      .replace(/:causeKey/, CAUSE)
      .replace(/:kind/, 'code_issued')
      .replace(/:channel/, 'email')
      .replace(/:keyId/, '1')
      .replace(/:\w+/, UUID);
    expect([seen[0]?.method, seen[0]?.path.split('?')[0]]).toEqual([route.method.toUpperCase(), path]);
    const { authorization, 'idempotency-key': key } = seen[0]?.headers ?? {};
    expect(authorization).toBe('Bearer secret');
    expect(key !== undefined).toBe(route.method === 'post');
  });

  test('of a deed that wakes the lifecycle takes --wait, and asks the server to wait', async () => {
    const { session } = buildProgram(config, surroundings);
    const waiting = names.filter((name) =>
      session.routes.get(name)?.every(({ options }) => options.some(({ long }) => long === '--wait')),
    );
    const waits = (route: Contract) => route.kind === 'act' && route.waits;
    expect(waiting).toEqual(names.filter((name) => waits(ROUTES[name])));
    seen.length = 0;
    await run(['fact', 'record', 'A', 'delivered', '--wait', '7'], { config: { url } });
    expect(seen[0]?.headers.prefer).toBe('wait=7');
  });
});

test('docs/CLI.md is as `oqr manual` writes it', async () => {
  const { program, session } = buildProgram(config, surroundings);
  const text = manual(program, session);
  expect(readFileSync('docs/CLI.md', 'utf8')).toBe(text);
  expect((await run(['manual'])).out).toBe(text);
  const headings = [...text.matchAll(/^## oqr ([a-z -]+[a-z])/gm)].map(([, words]) => `${words} `);
  const told = (command: string) => headings.some((words) => `${command} `.startsWith(words));
  expect(Object.values(COMMANDS).filter((command) => !told(command))).toEqual([]);
  expect(told('teleport A/1')).toBe(false);
});
