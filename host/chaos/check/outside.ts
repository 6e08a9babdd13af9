import { type Case, countBy, type Finding, finding } from './finding.js';

/** I1 and I7: each message reached its addressee at most once, and the record knows what became of it. */
export function checkMessages({ landed, arrivals }: Case): Finding[] {
  const ids = countBy(landed?.messages ?? [], ({ id }) => id);
  return (landed?.messages ?? []).flatMap(({ id, channel, status }) => {
    if (channel === 'page') return [];
    const arrived = arrivals.get(id) ?? 0;
    const findings: Finding[] = [];
    if ((ids.get(id) ?? 0) > 1) findings.push(finding('I7', 'doubled', `message ${id} stands twice`));
    if (arrived > 1) findings.push(finding('I1', 'doubled', `message ${id} arrived ${arrived} times`));
    if (status === 'sent' && arrived === 0)
      findings.push(finding('I7', 'lost', `message ${id} is sent, but never arrived`));
    if (status === 'failed' && arrived > 0)
      findings.push(finding('I7', 'illegal', `message ${id} failed, but arrived`));
    if (status === 'queued' || status === 'sending')
      findings.push(finding('I11', 'stuck', `message ${id} is still ${status}`));
    return findings;
  });
}

/** I8: every amount in the record is the one that was stated, and a write-off rests on the whole amount. */
export function checkAmounts({ landed, operations }: Case): Finding[] {
  if (!landed) return [];
  const stated = new Map(
    operations.flatMap(({ lands }) =>
      lands.flatMap(({ externalId, amountMinor }) =>
        externalId === undefined || amountMinor === undefined ? [] : [[externalId, amountMinor] as const],
      ),
    ),
  );
  const findings: Finding[] = [];
  let paid = 0;
  for (const { type, externalId, detail, number } of landed.facts) {
    if (type === 'payment_refunded') paid -= detail.amountMinor ?? 0;
    if (type !== 'payment_received') continue;
    const wanted = stated.get(externalId ?? '');
    if (wanted !== undefined && wanted !== detail.amountMinor)
      findings.push(finding('I8', 'illegal', `fact ${number} is of ${detail.amountMinor}, stated ${wanted}`));
    paid += detail.amountMinor ?? 0;
  }
  if (landed.writeOffs > 0 && paid !== landed.amountMinor)
    findings.push(finding('I8', 'illegal', `written off with ${paid} paid of ${landed.amountMinor}`));
  return findings;
}
