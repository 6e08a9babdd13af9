import { z } from 'zod';
import { isOutOfScope } from '../db/scope.js';
import { Refusal } from '../domain/refusal.js';
import type { RouteName } from './contract/routes.js';
import type { ApiDeps } from './deps.js';
import type { AnyRequest } from './request.js';

/** What addresses call an order, or something of it. */
const named = z.object({
  orderNo: z.string().optional(),
  reviewId: z.uuid().optional(),
  caseId: z.uuid().optional(),
});
const asked = z.object({ order: z.string().optional() });
/** Elsewhere `order` is how a list is sorted. */
const BY_QUERY: readonly RouteName[] = ['listMessages', 'listenToEvents'];

/** An order outside the caller's departments is not there for them, whichever route names it (P1.2). */
export async function refuseOutOfScope(deps: ApiDeps, route: RouteName, request: AnyRequest): Promise<void> {
  const { person } = request.caller;
  if (!person || person.seenBy === null) return;
  const inQuery = BY_QUERY.includes(route) ? asked.parse(request.query).order : undefined;
  const { orderNo = inQuery, reviewId, caseId } = named.parse(request.params);
  const address = { ...(orderNo && { orderNo }), ...(reviewId && { reviewId }), ...(caseId && { caseId }) };
  if (!(await isOutOfScope(deps.db, person, address))) return;
  throw new Refusal(reviewId ? 'review_unknown' : caseId ? 'case_unknown' : 'order_unknown');
}
