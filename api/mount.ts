import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Express, Request, Response } from 'express';
import type { InStep } from '../db/in-step.js';
import type { Transact, Tx } from '../db/sql.js';
import { Refusal } from '../domain/refusal.js';
import { mediaTypeOf, readBytes, refuseCompressed } from './body.js';
import type { Changes } from './changes.js';
import {
  type CallbackRoute,
  type Contract,
  type DownloadRoute,
  isOfCustomers,
  type StreamRoute,
  type UploadRoute,
} from './contract/route.js';
import { ROUTES, type RouteName, type Routes } from './contract/routes.js';
import type { ApiDeps } from './deps.js';
import type { DownloadedFile, SignedMessage, UploadedFile } from './handler.js';
import { HANDLERS } from './handlers.js';
import { type HeldCode, heldCode } from './holding.js';
import { hashOf, keyOf, type Once, once, type StoredReply } from './idempotency.js';
import { languageOf } from './language.js';
import { addressOf, type Limits } from './limits.js';
import { addressKey, admitted, noteDenial, refuseUnchanged, type Signed, signedPerson } from './principal.js';
import { type AnyRequest, type Caller, type RequestOf, readRequest } from './request.js';
import { guardScan, tokenKeyOf } from './scan-guard.js';
import { refuseOutOfScope } from './scope.js';
import { refuseForeignOrigin } from './session.js';
import { needSession } from './step-up.js';
import { type Waiting, waitSecondsOf } from './waiting.js';

/** What a mounted route stands on. */
export interface Mounted {
  deps: ApiDeps;
  limits: Limits;
  waiting: Waiting;
  changes: Changes;
  /** As `deps`; what many ask here at the same time goes to the database together. */
  door: ApiDeps;
  /** Of each route whose requests share transactions: its like only, so that two that meet in an order name it alike. */
  inStep: Readonly<Record<'scan' | 'stateFact' | 'enterOrder', InStep>>;
}

/** Mounts the table of routes: there is no other way in, and other methods of these addresses are refused. */
export function mount(app: Express, house: Mounted): void {
  const names = Object.keys(ROUTES) as RouteName[];
  for (const name of names) {
    const { method, path } = ROUTES[name];
    app[method](path, (req: Request, res: Response) => serve(house, name, req, res));
  }
  for (const path of new Set(names.map((name) => ROUTES[name].path))) {
    const allow = names
      .filter((name) => ROUTES[name].path === path)
      .map((name) => ROUTES[name].method.toUpperCase());
    app.all(path, () => {
      throw new Refusal('method_not_allowed', { allow });
    });
  }
}

/** One request, from the door to the answer. */
async function serve(house: Mounted, name: RouteName, req: Request, res: Response): Promise<void> {
  const route: Contract = ROUTES[name];
  const caller = await admit(house, name, req);
  const request = await readRequest(route, req, caller);
  try {
    await refuseOutOfScope(house.deps, name, request);
    if (name === 'scan') await guardScan(house.door, request as Parameters<typeof guardScan>[1]);
    if (route.kind === 'stream') return await (HANDLERS[name] as AnyStream)(house, request, { req, res });
    if (route.kind === 'download') return await deliver(house.deps, name, request, res);
    const reply = await perform(house, name, route, { req, request });
    if (route.kind !== 'read') house.changes.tell();
    send(res, route, await held(house, route, req, res, reply));
  } catch (error) {
    if (error instanceof Refusal) await noteDenial(house.deps, { refusal: error, route: name, ...caller });
    throw error;
  }
}

/** What strangers try to guess at. */
const OF_STRANGERS: readonly RouteName[] = ['scan', 'stopMessages', 'openCustomerPage', 'proveCustomer'];

/** Lets a caller in: within the limits, known by token or a stranger where strangers may come. */
async function admit({ deps, door, limits }: Mounted, name: RouteName, req: Request): Promise<Caller> {
  const address = addressOf(req);
  const route: Contract = ROUTES[name];
  let person: Signed | undefined;
  let customer: HeldCode | undefined;
  await limits.address(address);
  try {
    person = await signedPerson(door, limits, req);
    person = admitted(person, ROUTES[name].right);
    if (person && route.kind === 'session' && route.browser) needSession(person);
    if (isOfCustomers(route.right)) customer = await heldCode(deps, req, route.right);
    else if (!route.path.startsWith('/session')) await refuseUnchanged(deps, req);
    if (route.kind === 'session' && route.method !== 'get') refuseForeignOrigin(req, { mayBeSilent: true });
  } catch (error) {
    if (error instanceof Refusal) await noteDenial(deps, { refusal: error, route: name, person, address });
    throw error;
  }
  if (name === 'searchOrders' && person) await limits.search(person.id);
  if (customer && route.kind !== 'read') await limits.holdersDeed(customer.codeId);
  if (OF_STRANGERS.includes(name) && !person) await limits.strangersScan(address);
  return { person, address, language: languageOf(req), ...(customer && { customer }) };
}

interface Reply extends StoredReply {
  file?: string | Buffer;
}

/** Handlers are typed by their contract where they are written; here all of them are one. */
type AnyRead = (deps: ApiDeps, request: AnyRequest) => Promise<Reply>;
type AnyAct = (tx: Tx, deps: ApiDeps, request: AnyRequest) => Promise<Reply>;
type AnyInSession = (deps: ApiDeps, request: AnyRequest, req: Request) => Promise<Reply>;
type AnyDownload = (deps: ApiDeps, request: AnyRequest) => Promise<DownloadedFile>;
type AnyHear = (deps: ApiDeps, message: SignedMessage) => Promise<Reply>;
type AnyUpload = (deps: ApiDeps, request: AnyRequest, file: UploadedFile) => Promise<Reply>;

type AnyStream = (
  house: Mounted,
  request: AnyRequest,
  line: { req: Request; res: Response },
) => Promise<void>;

function perform(
  house: Mounted,
  name: RouteName,
  route: Exclude<Contract, StreamRoute | DownloadRoute>,
  { req, request }: { req: Request; request: AnyRequest },
): Promise<Reply> {
  const { deps } = house;
  switch (route.kind) {
    case 'read':
    case 'query':
      return (HANDLERS[name] as AnyRead)(deps, request);
    case 'act': {
      const key = onceOf(deps, req, request);
      return once(transactOf(house, name, key, request), key, (tx) =>
        (HANDLERS[name] as AnyAct)(tx, deps, request),
      );
    }
    case 'session':
      return (HANDLERS[name] as AnyInSession)(deps, request, req);
    case 'callback':
      return heard(deps, name, route, req);
    case 'upload': {
      refuseOtherFiles(route, req);
      const job = keyOf(req) === undefined ? undefined : onceOf(deps, req, request);
      const declaredBytes = Number(req.headers['content-length'] ?? 0);
      return (HANDLERS[name] as AnyUpload)(deps, request, { bytes: req, declaredBytes, once: job });
    }
  }
}

/**
 * What comes in crowds and is short goes in step with its like, but no two under one key, of one text or of one order: each
 * has to see what the other did.
 */
function transactOf(
  { deps, inStep }: Mounted,
  name: RouteName,
  { principal, key }: Once,
  request: AnyRequest,
): Transact {
  const ofKey = `key ${principal} ${key}`;
  switch (name) {
    case 'scan': {
      const { token } = request.body as RequestOf<Routes['scan']>['body'];
      return (deed) => inStep.scan([ofKey, `text ${tokenKeyOf(deps, token).toString('hex')}`], deed);
    }
    case 'stateFact': {
      const { orderNo } = request.params as RequestOf<Routes['stateFact']>['params'];
      return (deed) => inStep.stateFact([ofKey, `order ${orderNo}`], deed);
    }
    case 'enterOrder': {
      const { orderNo } = request.body as RequestOf<Routes['enterOrder']>['body'];
      return (deed) => inStep.enterOrder([ofKey, `order ${orderNo}`], deed);
    }
    default:
      return (deed) => deps.db.transaction((tx) => deed(tx));
  }
}

/** Sends a file as its lines are made; a caller who goes away ends it. */
async function deliver(deps: ApiDeps, name: RouteName, request: AnyRequest, res: Response): Promise<void> {
  const file = await (HANDLERS[name] as AnyDownload)(deps, request);
  res
    .status(200)
    .attachment(file.name)
    .type(file.mediaType ?? 'text/csv; charset=utf-8');
  await pipeline(Readable.from(file.lines), res);
}

async function heard(deps: ApiDeps, name: RouteName, route: CallbackRoute, req: Request): Promise<Reply> {
  refuseOtherFiles(route, req);
  return (HANDLERS[name] as AnyHear)(deps, { headers: req.headers, body: await readBytes(req) });
}

function onceOf(deps: ApiDeps, req: Request, request: AnyRequest): Once {
  const key = keyOf(req);
  if (key === undefined) throw new Refusal('idempotency_key_missing');
  return {
    principal: principalOf(deps, request.caller),
    key,
    requestHash: hashOf(req, [request.body, request.headers]),
  };
}

function principalOf(deps: ApiDeps, { customer, person, address }: Caller): string {
  if (customer) return `customer:${customer.orderId}`;
  return person?.id ?? `stranger:${addressKey(deps, 'idempotency', address).toString('hex')}`;
}

function refuseOtherFiles(route: UploadRoute | CallbackRoute, req: Request): void {
  if (!route.mediaTypes.includes(mediaTypeOf(req)))
    throw new Refusal('content_type_unknown', { expected: route.mediaTypes });
  refuseCompressed(req);
}

/** Holds the answer of an act until the lifecycle has acted on it, when the caller prefers to wait. */
async function held(
  house: Mounted,
  route: Contract,
  req: Request,
  res: Response,
  reply: Reply,
): Promise<Reply> {
  const seconds = waitSecondsOf(req);
  const { body } = reply;
  if (seconds === 0 || route.kind !== 'act' || !route.waits || !isAwaitable(body)) return reply;
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const progress = await house.waiting.until(
    body.orderId,
    body.fact,
    performance.now() + seconds * 1000,
    gone.signal,
  );
  res.set('Preference-Applied', `wait=${seconds}`);
  return { ...reply, body: { ...body, ...progress } };
}

function isAwaitable(body: unknown): body is { orderId: string; fact: number } {
  return typeof body === 'object' && body !== null && 'orderId' in body && 'fact' in body;
}

function send(res: Response, route: Contract, reply: Reply): void {
  // No answer has a version: `If-None-Match: *` would turn any of them into a 304 without its body.
  delete res.req.headers['if-none-match'];
  res.status(reply.status);
  const answer = route.answers[reply.status];
  if (reply.file !== undefined && answer && 'mediaType' in answer) {
    // What somebody uploaded is for their disk: no browser opens it under the house's own address.
    if (answer.mediaType === 'application/octet-stream') res.attachment();
    res.type(answer.mediaType).send(reply.file);
    return;
  }
  res.type('application/json').send(JSON.stringify(reply.body));
}
