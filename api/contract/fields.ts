import { z } from 'zod';
import { isAmount, scaleOf } from '../../domain/money.js';
import type { RefusalCode } from '../../domain/refusal.js';

/** The fields that every schema is made of. Sizes are of characters; nothing here reads a database. */

/** Ties a rule to its refusal code; the door answers with it instead of `malformed`. */
export const refusedAs = (refusal: RefusalCode) => ({ params: { refusal } });

/** What no text may hold: C0 without tab, line feed and carriage return; DEL; C1; lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
export const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Cs}/u;

/** One line of text that says something. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/[\t\n\r]/.test(text), refusedAs('control_character'))
    .regex(/\S/);

/** Text that may hold line breaks and tabs. */
export const paragraph = (max: number) => z.string().max(max).regex(/\S/);

/** A code word, safe to store in clear and to count by. */
export const word = z.string().regex(/^[a-z0-9_]{1,60}$/);

export const orderNo = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._/-]{1,64}$/)
  .meta({ description: 'Percent-encode "/" in addresses.', example: 'SO-2026-0001' });

export const orderNoParams = z.strictObject({ orderNo });

export const currency = z
  .string()
  .refine((code) => scaleOf(code) !== undefined, refusedAs('currency_unknown'))
  .meta({ pattern: '^[A-Z]{3}$', example: 'CNY', description: 'ISO 4217' });

const amount = (minimum: 0 | 1) =>
  z
    .number()
    .refine((value) => isAmount(value) && value >= minimum, refusedAs('amount_invalid'))
    .meta({ type: 'integer', format: 'int64', minimum, description: 'Minor units: 12000 is 120.00 CNY.' });

export const amountMinor = amount(0);
export const paidMinor = amount(1);

/** A moment with its offset, within the years that every store keeps. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => /^(19|20|21)\d\d-/.test(text), { error: 'year 1900–2199' });

/** A moment as answers write it. */
export const moment = z.iso.datetime();
export const id = z.uuid();

/** A number of rows, versions or facts, as wide as a column of them is. */
export const counting = (minimum: 0 | 1) => z.int().min(minimum).max(2_147_483_647);
export const factNumber = counting(1);

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
/** Ids between commas, as a query names several things. */
export const ids = (most: number) => z.string().regex(new RegExp(`^${UUID}(,${UUID}){0,${most - 1}}$`));

const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(200)
  .default(50)
  .meta({ type: 'integer', minimum: 1, maximum: 200, default: 50 });

const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,400}$/)
  .optional()
  .meta({ description: '`next` of the page before.' });

/** The query of every list. */
export const paging = z.strictObject({ limit, cursor });

/** A page of a list; `next` is there when more follows. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.string().exactOptional() });
