import type { Knex } from 'knex';
import type { InboxPlace } from '../platform/catchers/inbox-client.js';
import type { KeyRing } from '../platform/keys/ring.js';
import type { TokenKeyFile } from '../platform/keys/token-key-file.js';
import type { Logger } from '../platform/log.js';
import type { Accounts } from '../platform/payments/accounts.js';
import type { StepFaults } from '../platform/step-faults.js';
import type { Logo } from '../qr/logo.js';
import type { KeyTable } from '../qr/token.js';

/** An OpenID provider that vouches for people. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret?: string | undefined;
  /** What people call it. */
  name: string;
}

/** What the API stands on. `db` is the API's role: it records facts and reads rows, and cannot change state. */
export interface ApiDeps {
  db: Knex;
  /** A pool of its own keeps imports from starving live work; `db` when absent. */
  importing?: Knex;
  ring: KeyRing;
  tokenKeys: KeyTable;
  /** Where the keys of codes are rotated; absent where this process may not. */
  keyFile?: TokenKeyFile;
  /** The host printed inside codes. */
  codeHost: string;
  /** The company's, beside symbols on labels. */
  logo?: Logo;
  log: Logger;
  config: {
    maxImportBytes: number;
    /** Per address and per token. */
    requestsPerMinute: number;
    /** Per address, of callers without a token; 30 unless given. */
    strangersScansPerMinute?: number;
    /** Whoever ends TLS says so in X-Forwarded-Proto; session cookies then never leave it. */
    behindTls?: boolean;
    oidc?: OidcSettings | undefined;
    /** Where people open the house, when it is not the address that they ask. */
    publicUrl?: string | undefined;
    /** A demo: a password that others know opens everything. */
    demo?: boolean;
  };
  /** Where messages are caught, on one machine. */
  inbox?: InboxPlace;
  /** Our accounts at payment providers. */
  payments?: Accounts;
  /** The address of a run in Temporal's own screens. */
  runUrl?: (orderId: string) => string;
  /** Injected faults of a drill, so that a pre-flight tells of them. */
  faults?: Omit<StepFaults, 'crashes'>;
  now?: () => Date;
}
