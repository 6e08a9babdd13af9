import { createSecretKey } from 'node:crypto';
import { z } from 'zod';
import { carriedByTokens, KEY_PURPOSES, type KeyEntry, keyIdOf, SECRET_BYTES } from './entry.js';

const FORMAT = 1;

const entrySchema = z.strictObject({
  purpose: z.enum(KEY_PURPOSES),
  id: z.string(),
  version: z.int().positive(),
  tokenKeyId: z.int().min(1).max(255).optional(),
  createdAt: z.iso.datetime(),
  compromisedAt: z.iso.datetime().optional(),
  secret: z.base64(),
});
const ringSchema = z.strictObject({ format: z.literal(FORMAT), entries: z.array(entrySchema) });

/** The only place where secrets become text. */
export function ringText(entries: readonly KeyEntry[]): string {
  const written = entries.map((entry) => ({
    ...entry,
    secret: entry.secret.export().toString('base64'),
  }));
  return `${JSON.stringify({ format: FORMAT, entries: written }, null, 2)}\n`;
}

/** Reads a ring or says what is wrong with the file, never what is in it. */
export function parseRing(text: string, path: string): readonly KeyEntry[] {
  const json = parseJson(text, path);
  refuseOtherFormat(json, path);
  const parsed = ringSchema.safeParse(json);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`${path} is damaged (${where}): restore it from its backup`);
  }
  const entries = parsed.data.entries.map((written) => readEntry(written, path));
  refuseRepeats(entries, path);
  return entries;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is truncated or not JSON: restore it from its backup`);
  }
}

function refuseOtherFormat(json: unknown, path: string): void {
  const format = z.object({ format: z.number() }).safeParse(json);
  if (format.success && format.data.format !== FORMAT) {
    throw new Error(`${path} has format ${format.data.format}; this release reads format ${FORMAT}`);
  }
}

function readEntry(written: z.infer<typeof entrySchema>, path: string): KeyEntry {
  const { purpose, id, version, tokenKeyId, createdAt, compromisedAt } = written;
  const secret = Buffer.from(written.secret, 'base64');
  const whole = secret.length === SECRET_BYTES && id === keyIdOf(purpose, version, secret);
  if (!whole || (tokenKeyId !== undefined) !== carriedByTokens(purpose)) {
    throw new Error(`${path} is damaged (key ${id}): restore it from its backup`);
  }
  return {
    purpose,
    id,
    version,
    ...(tokenKeyId !== undefined && { tokenKeyId }),
    createdAt,
    ...(compromisedAt !== undefined && { compromisedAt }),
    secret: createSecretKey(secret),
  };
}

function refuseRepeats(entries: readonly KeyEntry[], path: string): void {
  const ids = entries.flatMap(({ purpose, version, tokenKeyId }) =>
    tokenKeyId === undefined ? [`${purpose} ${version}`] : [`${purpose} ${version}`, `token ${tokenKeyId}`],
  );
  if (new Set(ids).size !== ids.length)
    throw new Error(`${path} names a key twice: restore it from its backup`);
}
