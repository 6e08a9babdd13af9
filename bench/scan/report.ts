import { type SplitBlock, type Spread, spreadOf } from '../blocks.js';
import type { StatementCost } from '../statements.js';

/** scan: a code is scanned and confirmed over HTTP with every check on. bare: a server that redeems in two statements. */
export const ARMS = ['scan', 'bare'] as const;
export type Arm = (typeof ARMS)[number];

export interface ArmReport {
  perSecond: Spread;
  cpuMs: Record<string, Spread>;
}

/** An order is scanned, its shipment is stated, and the turns of its lifecycle write it off. */
export interface WriteOffReport extends ArmReport {
  toBare: Spread;
  statements: StatementCost[];
}

export interface ScanReport {
  scans: number;
  rounds: number;
  clients: number;
  arms: Record<Arm, ArmReport>;
  toBare: Spread;
  /** The bare transaction without a server; null where no pgbench is installed. */
  pgbench: { version: string; perSecond: Spread } | null;
  statements: StatementCost[];
  writeOff: WriteOffReport;
  missed: string[];
}

/** One round. */
export interface Played extends Record<Arm | 'writeOff', SplitBlock> {
  pgbench: number;
  statements: Record<'scan' | 'writeOff', StatementCost[]>;
}

const LEAST_TO_BARE = 0.2;

export function reportOf(
  { scans, rounds, clients }: Pick<ScanReport, 'scans' | 'rounds' | 'clients'>,
  played: readonly Played[],
  pgbench: string | undefined,
): ScanReport {
  const armReport = (arm: Arm | 'writeOff', parts: Readonly<Record<string, string>>): ArmReport => ({
    perSecond: spreadOf(played.map((one) => one[arm].perSecond)),
    cpuMs: Object.fromEntries(
      Object.entries({ ...parts, postgres: 'postgres', clients: 'clients' }).map(([part, name]) => [
        part,
        spreadOf(played.map((one) => one[arm].cpuMs[name] ?? 0)),
      ]),
    ),
  });
  const toBareOf = (arm: 'scan' | 'writeOff') =>
    spreadOf(played.map((one) => one[arm].perSecond / one.bare.perSecond));
  const toBare = toBareOf('scan');
  const last = played.at(-1)?.statements;
  const rates = spreadOf(played.map((one) => one.pgbench));
  return {
    ...{ scans, rounds, clients, toBare },
    arms: { scan: armReport('scan', { server: 'scan' }), bare: armReport('bare', { server: 'bare' }) },
    pgbench: pgbench === undefined ? null : { version: pgbench, perSecond: rates },
    statements: last?.scan ?? [],
    writeOff: {
      ...armReport('writeOff', { server: 'scan', worker: 'worker' }),
      ...{ toBare: toBareOf('writeOff'), statements: last?.writeOff ?? [] },
    },
    missed:
      toBare.median < LEAST_TO_BARE
        ? [`a scan's rate is ${toBare.median.toFixed(3)} of the bare server's, not ${LEAST_TO_BARE}`]
        : [],
  };
}
