import { createHash, randomBytes } from 'node:crypto';
import { putPerson, putToken } from '../../db/people.js';
import type { BenchRecord } from '../record.js';

/** People of a department with a token each: a person is held to a few scans a second. Answers their tokens. */
export async function hire(
  { admin }: BenchRecord,
  { trade, department }: { trade: string; department: 'customer_service' | 'finance' | 'logistics' },
  count: number,
): Promise<string[]> {
  const tokens: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const id = `${trade}${at}`;
    const token = randomBytes(32).toString('base64url');
    await putPerson(admin, { id, displayName: id, department, roles: [department], scope: 'all' });
    const tokenHash = createHash('sha256').update(token).digest();
    await putToken(admin, { tokenHash, personId: id, label: 'bench' });
    tokens.push(token);
  }
  return tokens;
}
