import { type Db, row, rows, run, type Tx } from './sql.js';

/** What colleagues say about an order. */
export interface CommentRow {
  id: string;
  orderId: string;
  author: string;
  department: string;
  sealed: Buffer | null;
  createdAt: Date;
  withdrawnAt: Date | null;
}

/** A file beside an order; its content lies in a table of its own. */
export interface AttachmentRow {
  id: string;
  orderId: string;
  author: string;
  department: string;
  mediaType: string;
  bytes: number;
  nameSealed: Buffer | null;
  createdAt: Date;
  withdrawnAt: Date | null;
}

const COMMENT = `id, order_id as "orderId", author, department, sealed, created_at as "createdAt", withdrawn_at as "withdrawnAt"`;
const ATTACHMENT = `id, order_id as "orderId", author, department, media_type as "mediaType", bytes,
  name_sealed as "nameSealed", created_at as "createdAt", withdrawn_at as "withdrawnAt"`;

export async function addComment(
  tx: Tx,
  comment: Pick<CommentRow, 'id' | 'orderId' | 'author' | 'department' | 'sealed'>,
): Promise<void> {
  await run(
    tx,
    `insert into order_comments (id, order_id, author, department, sealed)
     values (:id, :orderId, :author, :department, :sealed)`,
    { ...comment },
  );
}

/** The comments of an order, oldest first, withdrawn ones too. */
export function commentsOf(db: Db, orderId: string): Promise<CommentRow[]> {
  return rows(db, `select ${COMMENT} from order_comments where order_id = :orderId order by created_at, id`, {
    orderId,
  });
}

export async function addAttachment(
  tx: Tx,
  file: Omit<AttachmentRow, 'createdAt' | 'withdrawnAt'> & { content: Buffer },
): Promise<void> {
  await run(
    tx,
    `with file as (
       insert into order_attachments (id, order_id, author, department, media_type, bytes, name_sealed)
       values (:id, :orderId, :author, :department, :mediaType, :bytes, :nameSealed) returning id
     )
     insert into attachment_contents (attachment_id, sealed) select :id, :content::bytea`,
    { ...file },
  );
}

/** The files beside an order, oldest first, withdrawn ones too. */
export function attachmentsOf(db: Db, orderId: string): Promise<AttachmentRow[]> {
  return rows(
    db,
    `select ${ATTACHMENT} from order_attachments where order_id = :orderId order by created_at, id`,
    { orderId },
  );
}

/** The sealed content of a file, or undefined after a purge. */
export async function contentOf(db: Db, attachmentId: string): Promise<Buffer | undefined> {
  const found = await row<{ sealed: Buffer }>(
    db,
    'select sealed from attachment_contents where attachment_id = :attachmentId',
    { attachmentId },
  );
  return found?.sealed;
}

/** Marks a comment or a file as withdrawn, once; false when it was before. */
export async function withdraw(
  tx: Tx,
  table: 'order_comments' | 'order_attachments',
  id: string,
): Promise<boolean> {
  const marked = await run(
    tx,
    `update ${table} set withdrawn_at = clock_timestamp() where id = :id and withdrawn_at is null`,
    { id },
  );
  return marked === 1;
}
