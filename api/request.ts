import type { Request } from 'express';
import { z } from 'zod';
import { readJson } from './body.js';
import { UNWANTED } from './contract/fields.js';
import type { Contract } from './contract/route.js';
import type { HeldCode } from './holding.js';
import type { Language } from './language.js';
import { type FieldError, Malformed, malformed } from './malformed.js';
import type { Signed } from './principal.js';

/** Who asks, from where, and in which language. */
export interface Caller {
  person: Signed | undefined;
  address: string;
  language: Language;
  /** Whoever opened the customer's page with a live code. */
  customer?: HeldCode;
}

type Parsed<R, Part extends string> =
  R extends Record<Part, infer S extends z.ZodType> ? z.output<S> : Record<never, never>;

/** A request as its contract parsed it; routes that admit only persons have one. */
export interface RequestOf<R> {
  params: Parsed<R, 'params'>;
  query: Parsed<R, 'query'>;
  headers: Parsed<R, 'headers'>;
  body: Parsed<R, 'body'>;
  caller: R extends { right: 'anybody' }
    ? Caller
    : R extends { right: 'holder' | 'customer' }
      ? Caller & { customer: HeldCode }
      : Caller & { person: Signed };
}

/** A request parsed by some contract. */
export interface AnyRequest {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  caller: Caller;
}

/** Reads and parses every part of a request by its contract; what does not fit is named by its path. */
export async function readRequest(route: Contract, req: Request, caller: Caller): Promise<AnyRequest> {
  const parse = (where: FieldError['in'], schema: z.ZodType, value: unknown): unknown => {
    refuseUnwanted(where, value);
    const parsed = schema.safeParse(value, { error: RULES[caller.language] });
    if (!parsed.success) throw malformed(where, parsed.error.issues);
    return parsed.data;
  };
  return {
    params: parse('params', route.params ?? NOTHING, { ...req.params }),
    query: parse('query', route.query ?? NOTHING, { ...req.query }),
    headers: route.kind === 'upload' ? parse('headers', route.headers, named(route.headers, req)) : {},
    body: 'body' in route && route.body ? parse('body', route.body, await readJson(req)) : {},
    caller,
  };
}

/** Of the headers, those that the contract names. */
function named(headers: z.ZodObject, req: Request): Record<string, unknown> {
  return Object.fromEntries(Object.keys(headers.shape).map((name) => [name, req.headers[name]]));
}

const MAX_DEPTH = 16;
const NOTHING = z.strictObject({});
const RULES = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/** No text anywhere may hold NUL, control characters or broken surrogates; line breaks are the schema's matter. */
export function refuseUnwanted(where: FieldError['in'], value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string' && UNWANTED.test(value)) {
    const message = 'control character';
    const rule = 'control_character';
    throw new Malformed([{ in: where, path: path.join('.'), rule, message }], rule);
  }
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= MAX_DEPTH)
    throw new Malformed([{ in: where, path: path.join('.'), rule: 'too_deep', message: 'nested too deep' }]);
  for (const [key, part] of Object.entries(value)) refuseUnwanted(where, part, [...path, key]);
}
