import { useLive } from '../live.js';

/** The name of a colleague in the story of an order; the id of whoever is not in it. */
export function useNames(orderNo: string): (personId: string) => string {
  const names = useLive('showTimeline', { params: { orderNo } }).data?.names ?? {};
  return (personId) => names[personId] ?? personId;
}
