import type { WholeOrder } from '../../db/whole-orders.js';

/** Invariant 9: of a purged order nothing is left that a key could open, nor a key. */
export function checkPurge(order: WholeOrder): string[] {
  if (order.state !== 'purged') return [];
  const sealedFacts = order.facts.filter((fact) => fact.hasSealed).length;
  return [
    ...(order.wrappedKeys > 0 ? ['purged, but its data key is there'] : []),
    ...(order.hasCustomer ? ['purged, but its sealed customer is there'] : []),
    ...(sealedFacts > 0 ? [`purged, but ${sealedFacts} sealed facts are there`] : []),
  ];
}
