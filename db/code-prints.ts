import { type Db, rows, run } from './sql.js';

export interface CodePrint {
  id: string;
  orderId: string;
  codeId: string;
  preset: string;
  format: 'svg' | 'png' | 'pdf' | 'zpl';
  copies: number;
  printedBy: string;
}

/** Writes down that a code was taken to a printer. */
export async function insertPrint(db: Db, print: CodePrint): Promise<void> {
  await run(
    db,
    `insert into code_prints (id, order_id, code_id, preset, format, copies, printed_by)
     values (:id, :orderId, :codeId, :preset, :format, :copies, :printedBy)`,
    { ...print },
  );
}

export type PrintRow = Omit<CodePrint, 'id' | 'orderId' | 'codeId'> & { issueNo: number; printedAt: Date };

/** Who printed the codes of an order, newest first. */
export function printsOf(db: Db, orderId: string, limit: number): Promise<PrintRow[]> {
  return rows(
    db,
    `select p.preset, p.format, p.copies, p.printed_by as "printedBy", p.printed_at as "printedAt", c.issue_no as "issueNo"
     from code_prints p join codes c on c.id = p.code_id where p.order_id = :orderId
     order by p.printed_at desc, p.id limit :limit`,
    { orderId, limit },
  );
}
