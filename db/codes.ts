import { type Db, forEach, row, rows, run, type Tx } from './sql.js';

export type CodeStatus = 'live' | 'replaced' | 'voided' | 'expired' | 'compromised';

export interface CodeRow {
  id: string;
  orderId: string;
  issueNo: number;
  tokenId: Buffer;
  profile: 'short' | 'sealed';
  keyId: number;
  status: CodeStatus;
  issuedAt: Date;
  expiresAt: Date;
}

export type Grade = 'A' | 'B' | 'C' | 'D' | 'F';

export interface IssueRecord {
  symbolVersion: number;
  modules: number;
  ecc: 'L' | 'M' | 'Q' | 'H';
  decoder: string;
  decoded: boolean;
  checkMs: number;
  /** Indicative; null on codes that were issued before there were grades. */
  grade: Grade | null;
  gradeParts: Record<string, { value: number; grade: Grade }> | null;
}

const COLUMNS = `id, order_id as "orderId", issue_no as "issueNo", token_id as "tokenId", profile, key_id as "keyId", status,
  issued_at as "issuedAt", expires_at as "expiresAt"`;

export interface NewCode {
  id: string;
  orderId: string;
  issueNo: number;
  tokenId: Uint8Array;
  profile: 'short' | 'sealed';
  keyId: number;
  expiresAt: Date;
}

/** Makes a code the live one of its order, which has no other, and writes its issue record (P2.3.1). */
export async function issue(tx: Tx, orderNo: string, code: NewCode, record: IssueRecord): Promise<void> {
  await run(tx, ISSUE, {
    ...code,
    ...record,
    orderNo,
    tokenId: Buffer.from(code.tokenId),
    gradeParts: record.gradeParts && JSON.stringify(record.gradeParts),
  });
}

const CODE = 'insert into codes (id, order_id, issue_no, token_id, profile, key_id, status, expires_at)';
const RECORD = `insert into issue_records (code_id, order_id, order_no, issue_no, issued_at, symbol_version, modules, ecc, decoder,
  decoded, check_ms, grade, grade_parts)`;
const ISSUE = forEach(
  `with code as (
     ${CODE} values (:id, :orderId, :issueNo, :tokenId, :profile, :keyId, 'live', :expiresAt)
     returning id, order_id, issue_no, issued_at
   )
   ${RECORD} select id, order_id, :orderNo, issue_no, issued_at, :symbolVersion, :modules, :ecc, :decoder, :decoded, :checkMs,
     :grade, :gradeParts::jsonb from code`,
  `id uuid, orderId uuid, issueNo int, tokenId bytea, profile text, keyId int, expiresAt timestamptz, orderNo text,
   symbolVersion int, modules int, ecc text, decoder text, decoded bool, checkMs float8, grade text, gradeParts jsonb`,
  `, code as (
     ${CODE} select id, "orderId", "issueNo", "tokenId", profile, "keyId", 'live', "expiresAt" from each order by at
     returning id, issued_at
   ), recorded as (
     ${RECORD} select each.id, "orderId", "orderNo", "issueNo", code.issued_at, "symbolVersion", modules, ecc, decoder, decoded,
       "checkMs", grade, "gradeParts" from each join code on code.id = each.id order by at
   ) select at::int as at from each`,
);

/** Ends the live code of an order, if there is one. */
export async function endLive(tx: Tx, orderId: string, status: Exclude<CodeStatus, 'live'>): Promise<number> {
  return run(
    tx,
    `update codes set status = :status, ended_at = clock_timestamp() where order_id = :orderId and status = 'live'`,
    { orderId, status },
  );
}

export function liveCode(db: Db, orderId: string): Promise<CodeRow | undefined> {
  return row(db, `select ${COLUMNS} from codes where order_id = :orderId and status = 'live'`, { orderId });
}

/** The code that a token names, whatever its status. */
export function codeOfToken(db: Db, tokenId: Uint8Array): Promise<CodeRow | undefined> {
  return row(db, OF_TOKEN, { tokenId: Buffer.from(tokenId) });
}

const OF_TOKEN = forEach(`select ${COLUMNS} from codes where token_id = :tokenId`, 'tokenId bytea');

export function codesOf(db: Db, orderId: string): Promise<CodeRow[]> {
  return rows(db, `select ${COLUMNS} from codes where order_id = :orderId order by issue_no`, { orderId });
}

export interface IssueRecordRow extends IssueRecord {
  codeId: string;
  orderNo: string;
  issueNo: number;
  issuedAt: Date;
}

/** The issue records of an order, oldest first. */
export function issueRecordsOf(db: Db, orderId: string): Promise<IssueRecordRow[]> {
  return rows(
    db,
    `select code_id as "codeId", order_no as "orderNo", issue_no as "issueNo", issued_at as "issuedAt",
       symbol_version as "symbolVersion", modules, ecc, decoder, decoded, check_ms as "checkMs",
       grade, grade_parts as "gradeParts"
     from issue_records where order_id = :orderId order by issue_no`,
    { orderId },
  );
}

/** Orders whose live code has run out, oldest first; no generated ones. */
export function expiring(db: Db, limit: number): Promise<{ orderId: string }[]> {
  return rows(
    db,
    `select c.order_id as "orderId" from codes c join orders o on o.id = c.order_id
     where c.status = 'live' and c.expires_at < statement_timestamp() and o.state in ('issued', 'dispatched', 'circulating')
       and not o.seeded order by c.expires_at limit :limit`,
    { limit },
  );
}
