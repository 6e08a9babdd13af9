import { postAs, type Wire } from '../wire.js';

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
