import { attachmentsOf, commentsOf } from '../db/around-orders.js';
import type { TimelineItem } from './contract/timeline.js';
import type { ApiDeps } from './deps.js';
import { iso, isoOrNull } from './faces.js';
import type { Signed } from './principal.js';
import { openComment, openFileName, orderKey } from './sealing.js';

/** Comments and files as events; their words for those who work with orders, and not after they were taken back. */
export async function besideOrder(
  deps: Pick<ApiDeps, 'db' | 'ring'>,
  orderId: string,
  person: Pick<Signed, 'rights'>,
): Promise<TimelineItem[]> {
  const [comments, files] = await Promise.all([
    commentsOf(deps.db, orderId),
    attachmentsOf(deps.db, orderId),
  ]);
  const readable = comments.length + files.length > 0 && person.rights.has('order.discuss');
  const key = readable ? await orderKey(deps, deps.db, orderId) : undefined;
  return [
    ...comments.map(({ id, author, department, sealed, createdAt, withdrawnAt }) => ({
      kind: 'comment' as const,
      at: iso(createdAt),
      comment: {
        ...{ id, author, department },
        withdrawnAt: isoOrNull(withdrawnAt),
        ...(key && sealed && !withdrawnAt && { text: openComment(key, id, sealed) }),
      },
    })),
    ...files.map(({ id, author, department, nameSealed, createdAt, withdrawnAt, mediaType, bytes }) => ({
      kind: 'file' as const,
      at: iso(createdAt),
      file: {
        ...{ id, author, department, mediaType, bytes },
        withdrawnAt: isoOrNull(withdrawnAt),
        ...(key && nameSealed && !withdrawnAt && { name: openFileName(key, id, nameSealed) }),
      },
    })),
  ];
}
