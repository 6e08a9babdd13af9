import { readFile } from 'node:fs/promises';
import { refuseBench } from '../db/bench-marks.js';
import { type Config, readConfig } from '../platform/config.js';
import { liveKeyRing, liveTokenKeys } from '../platform/keys/live-ring.js';
import { tokenKeyFile } from '../platform/keys/token-key-file.js';
import { openLog } from '../platform/log.js';
import { readAccounts } from '../platform/payments/accounts.js';
import { openDatabase, roleUrl } from '../platform/postgres.js';
import { readStepFaults } from '../platform/step-faults.js';
import { stopping } from '../platform/stopping.js';
import { readLogo } from '../qr/logo.js';
import { type ApiDeps, buildApp } from './app.js';
import { backfillTerms } from './backfill.js';
import { followDatabaseClock } from './database-clock.js';
import type { OidcSettings } from './deps.js';
import { listen } from './listen.js';

const LIVE_CONNECTIONS = 20;
const IMPORT_CONNECTIONS = 4;

const oidcOf = (config: Config): OidcSettings | undefined =>
  config.OQR_OIDC_ISSUER === undefined
    ? undefined
    : {
        issuer: config.OQR_OIDC_ISSUER,
        clientId: config.OQR_OIDC_CLIENT_ID,
        clientSecret: config.OQR_OIDC_CLIENT_SECRET,
        name: config.OQR_OIDC_NAME,
      };

/** One API process, until it is told to stop. */
export async function runApi(config: Config, stop: AbortSignal): Promise<void> {
  const { DATABASE_URL, OQR_BIND, OQR_PORT } = config;
  if (!DATABASE_URL) throw new Error('the API needs DATABASE_URL');
  const log = openLog('api', config.OQR_LOG_LEVEL);
  const ring = liveKeyRing(config.keyDir, (err) => log.error({ err }, 'the key ring cannot be read'));
  const url = roleUrl(DATABASE_URL, 'oqr_api', ring);
  const db = openDatabase(url, { max: LIVE_CONNECTIONS, application: 'oqr-api' });
  await refuseBench(db, config.OQR_BENCH);
  const importing = openDatabase(url, { max: IMPORT_CONNECTIONS, application: 'oqr-api-import' });
  const app = buildApp({
    db,
    now: await followDatabaseClock(db, stop),
    importing,
    ring,
    tokenKeys: liveTokenKeys(ring),
    keyFile: tokenKeyFile(config.keyDir),
    codeHost: config.OQR_CODE_HOST,
    ...(config.OQR_LOGO && { logo: await readLogo(await readFile(config.OQR_LOGO)) }),
    log,
    ...runs(config),
    ...inboxOf(config),
    ...(config.OQR_PAYMENTS && { payments: readAccounts(config.OQR_PAYMENTS) }),
    ...(config.OQR_FAULT_PLAN && { faults: readStepFaults(config.OQR_FAULT_PLAN) }),
    config: {
      maxImportBytes: config.OQR_MAX_IMPORT_BYTES,
      requestsPerMinute: config.OQR_REQUESTS_PER_MINUTE,
      behindTls: config.OQR_BEHIND_TLS,
      publicUrl: config.OQR_PUBLIC_URL,
      oidc: oidcOf(config),
      demo: config.OQR_DEMO,
    },
  });
  const listening = await listen(app, { bind: OQR_BIND, port: OQR_PORT });
  log.info({ url: listening.url }, 'api ready');
  process.send?.('ready');
  const backfilled = backfillTerms({ db: importing, ring, log }, stop).catch((error: unknown) =>
    log.warn({ err: error }, 'backfill of search terms ended'),
  );
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  await listening.stop();
  await backfilled;
  await Promise.all([db.destroy(), importing.destroy()]);
}

function runs({ OQR_TEMPORAL_UI_URL, TEMPORAL_NAMESPACE }: Config): Pick<ApiDeps, 'runUrl'> {
  if (!OQR_TEMPORAL_UI_URL) return {};
  const place = `${OQR_TEMPORAL_UI_URL.replace(/\/$/, '')}/namespaces/${TEMPORAL_NAMESPACE}/workflows`;
  return { runUrl: (orderId) => `${place}/${encodeURIComponent(`order/${orderId}`)}` };
}

const inboxOf = ({ OQR_INBOX_URL: url, OQR_INBOX_TOKEN: token }: Config): Pick<ApiDeps, 'inbox'> =>
  url === undefined || token === undefined ? {} : { inbox: { url, token } };

if (/api\/main\.\w+$/.test(process.argv[1] ?? '')) {
  runApi(readConfig(), stopping()).then(
    () => process.exit(0),
    (error) => {
      openLog('api').fatal({ err: error }, 'api ended');
      process.exit(1);
    },
  );
}
