import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPT = `\\set id random(1, :codes)
\\set once 0 - :id
begin;
insert into bench_redeems (id) values (:once) on conflict do nothing;
update bench_codes set redeemed_at = now() where id = :id;
commit;
`;

/** The redeem's transaction as PostgreSQL's own load generator sends it. */
export interface Pgbench {
  version: string;
  /** Transactions a second. */
  perSecond(transactions: number): Promise<number>;
}

/** Undefined where no pgbench is installed. */
export async function findPgbench(
  databaseUrl: string,
  { dir, clients, codes }: { dir: string; clients: number; codes: number },
): Promise<Pgbench | undefined> {
  const found = await run('pgbench', ['--version']).catch(() => undefined);
  if (!found) return undefined;
  const script = join(dir, 'redeem.pgbench');
  writeFileSync(script, SCRIPT);
  return {
    version: found.stdout.trim(),
    perSecond: async (transactions) => {
      const each = String(Math.ceil(transactions / clients));
      const { stdout } = await run('pgbench', [
        ...['--no-vacuum', '--protocol=prepared', `--client=${clients}`, '--jobs=1'],
        ...[`--transactions=${each}`, `--define=codes=${codes}`, `--file=${script}`, databaseUrl],
      ]);
      const rate = Number(/tps = ([\d.]+) \(without initial/.exec(stdout)?.[1]);
      if (!(rate > 0)) throw new Error(`pgbench told no rate: ${stdout}`);
      return rate;
    },
  };
}
