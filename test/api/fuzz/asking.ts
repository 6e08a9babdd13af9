import { EXPECTED } from '../matrix/expected.js';
import { type Table as MatrixTable, rowsOf } from '../matrix/observing.js';
import type { Caller, Objects } from '../matrix/world.js';
import type { Document, Operation, Parameter } from './document.js';
import { ODD_BODIES, ODD_HEADERS, ODD_NUMBERS, ODD_TEXTS, ODD_VALUES } from './odd.js';
import { type Chance, describedBy } from './values.js';

/** One request, as it goes over the line. */
export interface Asked {
  operation: Operation;
  method: string;
  target: string;
  headers: Record<string, string | string[]>;
  body: string | undefined;
  /** What was done to it, for whoever looks for the cause. */
  changes: string[];
  /** Its address or method may be of no operation, or of another one. */
  astray: boolean;
}

export interface Ground {
  document: Document;
  objects: readonly Objects[];
}

/** A request of an operation: as the document describes it, or as one is known to work, then spoilt up to three times. */
export function ask(chance: Chance, ground: Ground, operation: Operation, caller: Caller): Asked {
  const draft = draftOf(chance, ground, operation, caller);
  const times = chance.pick([0, 1, 1, 1, 2, 3]);
  for (let time = 0; time < times; time += 1) chance.pick(SPOILS)(chance, draft);
  return written(operation, draft);
}

interface Draft {
  method: string;
  path: string;
  params: Record<string, string>;
  query: [string, string][];
  headers: Record<string, string | string[]>;
  /** As JSON, unless it is text already. */
  body: unknown;
  text: string | undefined;
  changes: string[];
  astray: boolean;
}

const ROWS = rowsOf(EXPECTED as MatrixTable);

function draftOf(chance: Chance, ground: Ground, operation: Operation, caller: Caller): Draft {
  const objects = chance.pick(ground.objects);
  const row = chance.oneIn(3) ? undefined : rowOf(chance, operation);
  const swapped: Readonly<Record<string, string | undefined>> = { ...row?.at };
  const named: Readonly<Record<string, unknown>> = { ...objects, ...objects.of[caller] };
  const made = (parameter: Parameter) => String(describedBy(chance, ground.document, parameter.schema));
  const of = (place: Parameter['in']) => operation.parameters.filter((one) => one.in === place);
  const params = of('path').map((one): [string, string] => {
    const known = named[swapped[one.name] ?? one.name];
    return [one.name, known === undefined || chance.oneIn(12) ? made(one) : String(known)];
  });
  const stated = [...new URLSearchParams(row?.query?.replace(/:(\w+)/g, (_, name) => String(named[name])))];
  const wished = of('query').filter((one) => one.required || chance.oneIn(3));
  const headers = of('header').map((one) => [one.name.toLowerCase(), made(one)]);
  const body = row ? bodyOfRow(row.body, objects, caller) : madeBody(chance, ground.document, operation);
  return {
    method: operation.method,
    path: operation.path,
    params: Object.fromEntries(params),
    query: row ? stated : wished.map((one): [string, string] => [one.name, made(one)]),
    headers: {
      ...Object.fromEntries(headers.filter(([name]) => name !== 'content-type' && name !== 'prefer')),
      ...(operation.body && { 'content-type': operation.body.mediaType }),
      'accept-language': chance.pick(['zh-CN', 'en', 'en-GB,en;q=0.9,zh;q=0.1']),
    },
    ...{ body, text: typeof body === 'string' ? body : undefined },
    ...{ changes: [], astray: false },
  };
}

function rowOf(chance: Chance, operation: Operation) {
  const rows = ROWS.filter(([name]) => name === operation.name).map(([, row]) => row);
  return rows.length > 0 ? chance.pick(rows) : undefined;
}

function bodyOfRow(body: unknown, objects: Objects, caller: Caller): unknown {
  const stated = typeof body === 'function' ? body(objects, caller) : (body ?? {});
  return typeof stated === 'string' ? stated : structuredClone(stated);
}

function madeBody(chance: Chance, document: Document, { body }: Operation): unknown {
  if (!body) return undefined;
  if (body.mediaType !== 'application/json') return chance.pick(ODD_BODIES);
  return describedBy(chance, document, body.schema);
}

type Spoil = (chance: Chance, draft: Draft) => void;

const odd = (chance: Chance): unknown =>
  chance.pick([chance.pick(ODD_TEXTS), chance.pick(ODD_NUMBERS), chance.pick(ODD_VALUES)]);

const spoilPart: Spoil = (chance, draft) => {
  const places = placesOf(draft.body);
  if (places.length === 0) return spoilBody(chance, draft);
  const { holder, key } = chance.pick(places);
  const value = odd(chance);
  draft.changes.push(`body ${key}: ${brief(value)}`);
  holder[key] = value;
};

const dropPart: Spoil = (chance, draft) => {
  const places = placesOf(draft.body);
  if (places.length === 0) return;
  const { holder, key } = chance.pick(places);
  draft.changes.push(`body without ${key}`);
  delete holder[key];
};

const addPart: Spoil = (chance, draft) => {
  if (typeof draft.body !== 'object' || draft.body === null) return;
  const key = chance.pick(['extra', '__proto__', 'constructor', 'prototype', 'toString', '', 'id', 'actor']);
  draft.changes.push(`body with ${key}`);
  const more = `${JSON.stringify(key)}:${JSON.stringify(odd(chance)) ?? 'null'}`;
  const text = JSON.stringify(draft.body);
  if (text.startsWith('{')) draft.text = `{${more}${text === '{}' ? '' : ','}${text.slice(1)}`;
};

const swellPart: Spoil = (chance, draft) => {
  const lists = placesOf(draft.body).filter(({ holder, key }) => Array.isArray(holder[key]));
  if (lists.length === 0) return spoilPart(chance, draft);
  const { holder, key } = chance.pick(lists);
  const list = holder[key] as unknown[];
  draft.changes.push(`body ${key} × 500`);
  holder[key] = Array.from({ length: 500 }, (_, index) => list[index % list.length] ?? index);
};

const spoilBody: Spoil = (chance, draft) => {
  draft.text = chance.pick(ODD_BODIES);
  draft.changes.push(`body ${brief(draft.text)}`);
};

const spoilParam: Spoil = (chance, draft) => {
  const names = Object.keys(draft.params);
  if (names.length === 0) return spoilQuery(chance, draft);
  const name = chance.pick(names);
  const value = chance.pick(ODD_TEXTS);
  draft.params[name] = value;
  draft.changes.push(`${name}: ${brief(value)}`);
};

/** Not percent-encoded, or not for one part of an address. */
const spoilPath: Spoil = (chance, draft) => {
  const raw = chance.pick([
    ...[
      '..%2f..%2fetc',
      '%00',
      '%ff',
      '%E0%A4%A',
      '%2e%2e',
      'a/b',
      '/',
      ';x=1',
      '%0d%0aX-A: 1',
      '*',
      '@',
      '//x',
    ],
  ]);
  draft.path = draft.path.replace(/\{\w+\}/, raw.replaceAll(' ', '%20'));
  draft.astray = true;
  draft.changes.push(`path ${raw}`);
};

const spoilQuery: Spoil = (chance, draft) => {
  const name = chance.pick([
    'limit',
    'cursor',
    'q',
    'x[]',
    'x[a][b]',
    '__proto__',
    '',
    ...draft.query.map(([one]) => one),
  ]);
  const value = chance.pick(ODD_TEXTS);
  const again = chance.oneIn(3);
  draft.query = [...draft.query.filter(([one]) => again || one !== name), [name, value]];
  draft.changes.push(`query ${name}${again ? ' again' : ''}: ${brief(value)}`);
};

const spoilHeader: Spoil = (chance, draft) => {
  const [name, value] = chance.pick(ODD_HEADERS);
  draft.headers[name] = value;
  draft.changes.push(`${name}: ${brief(value)}`);
};

const spoilMethod: Spoil = (chance, draft) => {
  draft.method = chance.pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST', 'GET', 'TRACE']);
  draft.astray = true;
  draft.changes.push(`method ${draft.method}`);
};

const SPOILS: readonly Spoil[] = [
  ...[spoilPart, spoilPart, spoilPart, dropPart, dropPart, addPart, swellPart, spoilBody],
  ...[spoilParam, spoilParam, spoilQuery, spoilQuery, spoilHeader, spoilHeader, spoilPath, spoilMethod],
];

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

/** Every part of a body, however deep. */
function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 60);

function written(operation: Operation, draft: Draft): Asked {
  const { method, changes, headers } = draft;
  const path = draft.path.replace(/\{(\w+)\}/g, (_, name) => encoded(draft.params[name] ?? ''));
  const query = draft.query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  const bodiless = method === 'GET' || method === 'HEAD';
  const body = draft.text ?? (draft.body === undefined ? undefined : JSON.stringify(draft.body));
  const astray = draft.astray || Object.values(draft.params).some((value) => /^\.{0,2}$/.test(value));
  const target = query === '' ? path : `${path}?${query}`;
  return { operation, method, target, headers, changes, astray, body: bodiless ? undefined : body };
}

/** Half a surrogate pair goes over the line as the bytes that are no UTF-8. */
const encoded = (text: string): string => (/\p{Cs}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text));
