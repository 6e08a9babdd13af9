import { randomUUID } from 'node:crypto';
import { problem } from '../../../api/contract/problem.js';
import type { Contract } from '../../../api/contract/route.js';
import { ROUTES, type RouteName } from '../../../api/contract/routes.js';
import type { ApiHouse } from '../house.js';
import { EXPECTED, type Row } from './expected.js';
import {
  A_PICTURE,
  CALLERS,
  type Caller,
  type Objects,
  seesOwnAlone,
  signedIn,
  type World,
} from './world.js';

/** `in`: past the door and at the deed, whatever became of it. `hidden`: as if it were not there. */
export type Outcome = 'in' | 'refused' | 'unknown' | 'hidden' | 'broken';

export interface Observed {
  route: RouteName;
  row: Row;
  caller: Caller;
  whose: keyof World;
  outcome: Outcome;
  status: number;
  code: string;
}

export type Table = Readonly<Partial<Record<RouteName, Row | readonly Row[]>>>;

export const rowsOf = (table: Table): [RouteName, Row][] =>
  (Object.keys(table) as RouteName[])
    .flatMap((name) => [table[name] ?? []].flat().map((row): [RouteName, Row] => [name, row]))
    .toSorted(([, a], [, b]) => Number(a.last ?? false) - Number(b.last ?? false));

/** Tries every row of the table as everybody, at both orders where the route names one. */
export async function observe(house: ApiHouse, world: World, table: Table = EXPECTED): Promise<Observed[]> {
  const observed: Observed[] = [];
  for (const [route, row] of rowsOf(table)) {
    for (const whose of row.ofOrder ? (['foreign', 'own'] as const) : (['own'] as const)) {
      const tryAs = async (caller: Caller): Promise<Observed> => ({
        ...{ route, row, caller, whose },
        ...(await ask(house, { route, row, caller, objects: world[whose] })),
      });
      if (row.inTurn) for (const caller of CALLERS) observed.push(await tryAs(caller));
      else observed.push(...(await Promise.all(CALLERS.map(tryAs))));
    }
  }
  return observed;
}

interface Asked {
  route: RouteName;
  row: Row;
  caller: Caller;
  objects: Objects;
}

async function ask(house: ApiHouse, { route, row, caller, objects }: Asked) {
  const contract: Contract = ROUTES[route];
  const stop = new AbortController();
  const answer = await fetch(`${house.url}${addressOf(contract, row, objects, caller)}`, {
    method: contract.method,
    headers: {
      ...signedIn(caller),
      'content-type':
        row.picture === true
          ? A_PICTURE.mediaType
          : contract.kind === 'callback'
            ? String(contract.mediaTypes[0])
            : contract.kind === 'upload'
              ? 'text/csv'
              : 'application/json',
      'x-file-name': 'matrix.txt',
      'idempotency-key': randomUUID(),
    },
    ...(contract.method === 'get' ? {} : { body: bodyOf(row, objects, caller) }),
    signal: stop.signal,
  });
  const { status } = answer;
  const code = status >= 400 ? codeOf(await answer.json()) : '';
  stop.abort();
  return { status, code, outcome: outcomeOf(status, code) };
}

const codeOf = (body: unknown): string => problem.parse(body).code;

function bodyOf({ body = {}, picture }: Row, objects: Objects, caller: Caller): string | Uint8Array {
  if (picture) return new Uint8Array(A_PICTURE.bytes);
  if (typeof body === 'string') return body;
  return JSON.stringify(typeof body === 'function' ? body(objects, caller) : body);
}

const NONE = '7d444840-9dc0-41d1-b245-5ffdce74fad2';

function addressOf({ path }: Contract, { query, at }: Row, objects: Objects, caller: Caller): string {
  const named: Readonly<Record<string, unknown>> = { ...objects, ...objects.of[caller] };
  const swapped: Readonly<Record<string, string | undefined>> = { ...at };
  const value = (name: string) => encodeURIComponent(String(named[swapped[name] ?? name] ?? NONE));
  return `${path}${query ? `?${query}` : ''}`.replace(/:(\w+)/g, (_, name: string) => value(name));
}

const HIDDEN = ['order_unknown', 'review_unknown', 'case_unknown'];

function outcomeOf(status: number, code: string): Outcome {
  if (status >= 500 && status !== 503) return 'broken';
  if (code === 'unauthenticated') return 'unknown';
  if (code === 'not_permitted') return 'refused';
  return HIDDEN.includes(code) ? 'hidden' : 'in';
}

/** What the table says of one try. */
export function expectedOf({ row, caller, whose }: Pick<Observed, 'row' | 'caller' | 'whose'>): Outcome {
  if (caller === 'stranger') return row.lets === 'anybody' || row.strangers ? 'in' : 'unknown';
  if (row.lets === 'anybody') return 'in';
  const mayEnter = row.lets === 'known' || row.lets.some((role) => role === caller);
  const isHidden = row.ofOrder && whose === 'foreign' && seesOwnAlone(caller);
  if (!mayEnter) return isHidden && row.deed ? 'hidden' : 'refused';
  return isHidden ? 'hidden' : 'in';
}
