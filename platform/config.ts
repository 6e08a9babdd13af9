import { resolve } from 'node:path';
import { z } from 'zod';

/** Every setting, keyed by the name of its environment variable. Nobody else reads the environment. */
const settings = z.object({
  DATABASE_URL: z.url().optional().describe('PostgreSQL with the right to migrate; absent: an embedded one'),
  REDIS_URL: z.url().optional().describe('Redis or Valkey; absent: one is found or got'),
  TEMPORAL_ADDRESS: z.string().optional().describe('host:port of a Temporal frontend; absent: a dev server'),
  TEMPORAL_NAMESPACE: z.string().default('order-qr'),
  OQR_TASK_QUEUE: z.string().default('orders'),
  OQR_DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(path)),
  OQR_KEY_DIR: z.string().optional().describe('the key ring; kept apart from the database and its backups'),
  OQR_BIND: z.string().default('127.0.0.1'),
  OQR_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  OQR_TEMPORAL_UI_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('where people look at runs; the technician desk links there'),
  OQR_TEMPORAL_UI_PORT: z.coerce.number().int().min(0).max(65_535).default(8233),
  OQR_CODE_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,80}$/)
    .default('LOCALHOST:8080')
    .describe('the host printed inside codes'),
  OQR_LOGO: z.string().optional().describe('a PNG that stands beside the symbol on labels; absent: none'),
  OQR_SMTP_URL: z.string().optional().describe('smtp://host:port of the mail relay'),
  OQR_MAIL_FROM: z.string().default('order-qr@localhost'),
  OQR_SMS_URL: z.string().optional().describe('the SMS gateway'),
  OQR_ALIYUN_SMS_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://dysmsapi.aliyuncs.com')
    .describe('goes before OQR_SMS_URL when it has an access key'),
  OQR_ALIYUN_ACCESS_KEY_ID: z.string().optional(),
  OQR_ALIYUN_ACCESS_KEY_SECRET: z.string().optional(),
  OQR_ALIYUN_SIGN_NAME: z.string().optional().describe('the company as Aliyun has registered it'),
  OQR_PAYMENTS: z
    .string()
    .optional()
    .describe('a JSON file of accounts at payment providers; `npm start` writes one for its simulator'),
  OQR_INBOX_URL: z
    .url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ })
    .optional()
    .describe('where this machine shows what it caught of messages; `npm start` sets it'),
  OQR_INBOX_TOKEN: z.string().optional(),
  OQR_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('info'),
  OQR_MAX_IMPORT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(2 * 1024 ** 3),
  OQR_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .positive()
    .default(6000)
    .describe('per address and per token'),
  OQR_BEHIND_TLS: z
    .stringbool()
    .default(false)
    .describe('browsers reach the API by https, through a proxy that sets X-Forwarded-Proto'),
  OQR_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('where people open the web, for passkeys and OpenID; absent: the address that they ask'),
  OQR_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('an OpenID provider that vouches for people who are linked; absent: none'),
  OQR_OIDC_CLIENT_ID: z.string().default('order-qr'),
  OQR_OIDC_CLIENT_SECRET: z.string().optional(),
  OQR_OIDC_NAME: z.string().max(40).default('OpenID').describe('what people call the provider'),
  OQR_DEMO: z.stringbool().default(false).describe('demo passwords open everything without being changed'),
  OQR_BENCH: z.stringbool().default(false).describe('serve a database that is marked for generated orders'),
  OQR_WORKER_ROLES: z
    .string()
    .default('lifecycle,relay,queues,sealer,scheduler')
    .transform((list) => list.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['lifecycle', 'relay', 'queues', 'sealer', 'scheduler']))),
  OQR_FAULT_PLAN: z
    .string()
    .optional()
    .describe('a file of faults to inject; refused outside a temporary stack'),
  OQR_TEMPORARY: z.stringbool().default(false).describe('a private stack whose data is thrown away'),
});

export type Config = Readonly<z.infer<typeof settings>> & { readonly keyDir: string };

/** Reads the environment once; every unusable setting is named in one error. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = parsed(settings, env);
  if (given.OQR_FAULT_PLAN && !given.OQR_TEMPORARY) {
    throw new Error(
      'OQR_FAULT_PLAN injects faults and is refused outside a temporary stack (OQR_TEMPORARY=true)',
    );
  }
  if (given.OQR_OIDC_ISSUER && isOpenToListeners(given.OQR_OIDC_ISSUER))
    throw new Error('OQR_OIDC_ISSUER must be https, unless it is on this machine');
  return Object.freeze({
    ...given,
    keyDir: resolve(given.OQR_KEY_DIR ?? `${given.OQR_DATA_DIR}/keys`),
  });
}

/** Aliyun's SMS account, when all of it is given. */
export function aliyunOf(config: Config) {
  const {
    OQR_ALIYUN_SMS_URL: url,
    OQR_ALIYUN_ACCESS_KEY_ID: accessKeyId,
    OQR_ALIYUN_ACCESS_KEY_SECRET: accessKeySecret,
    OQR_ALIYUN_SIGN_NAME: signName,
  } = config;
  return accessKeyId && accessKeySecret && signName
    ? { url, accessKeyId, accessKeySecret, signName }
    : undefined;
}

/** Where readers of messages open the house; the host in codes says it unless it is set. */
export function publicUrl({ OQR_PUBLIC_URL, OQR_CODE_HOST }: Config): string {
  if (OQR_PUBLIC_URL !== undefined) return OQR_PUBLIC_URL.replace(/\/$/, '');
  const host = OQR_CODE_HOST.toLowerCase();
  return `${host.startsWith('localhost') ? 'http' : 'https'}://${host}`;
}

function isOpenToListeners(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** What a client of the API goes by when its command line does not say. */
const clientSettings = z.object({
  OQR_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('the address of the API'),
  OQR_TOKEN: z.string().optional().describe('the bearer token of who calls'),
  OQR_DATA_DIR: z.string().optional(),
  LC_ALL: z.string().optional(),
  LC_MESSAGES: z.string().optional(),
  LANG: z.string().optional(),
});

export interface ClientConfig {
  readonly url: string | undefined;
  readonly token: string | undefined;
  /** Undefined: where the client was called, or where it is installed. */
  readonly dataDir: string | undefined;
  readonly language: 'zh' | 'en';
}

/** Reads the settings of a client of the API. */
export function readClientConfig(env: NodeJS.ProcessEnv = process.env): ClientConfig {
  const given = parsed(clientSettings, env);
  const locale = given.LC_ALL ?? given.LC_MESSAGES ?? given.LANG ?? '';
  return Object.freeze({
    url: given.OQR_URL,
    token: given.OQR_TOKEN,
    dataDir: given.OQR_DATA_DIR,
    language: /^zh/i.test(locale) ? 'zh' : 'en',
  });
}

function parsed<Shape extends z.ZodType>(shape: Shape, env: NodeJS.ProcessEnv): z.output<Shape> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = shape.safeParse(given);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`unusable settings\n  ${wrong.join('\n  ')}`);
}
