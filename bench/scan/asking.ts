import { randomUUID } from 'node:crypto';
import type { Answer, Wire } from './wire.js';

/** Asks the API as the holder of a token, under a key of its own. */
export const postAs = (wire: Wire, bearer: string, path: string, body: object): Promise<Answer> =>
  wire.post(
    path,
    { authorization: `Bearer ${bearer}`, 'idempotency-key': randomUUID() },
    JSON.stringify(body),
  );

/** @throws unless the scan is accepted. */
export async function scanCode(
  wire: Wire,
  bearer: string,
  scan: { token: string; purpose: 'confirm' | 'handle' },
): Promise<void> {
  const { status, body } = await postAs(wire, bearer, '/scans', scan);
  if (status !== 200 || !(JSON.parse(body) as { accepted: boolean }).accepted)
    throw new Error(`a scan was answered ${status}: ${body}`);
}
