import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express, { type ErrorRequestHandler, type Router } from 'express';
import { type AliyunAccount, aliyunSms } from './aliyun-sms.js';
import type { CaughtMessage } from './caught.js';
import { type FaultPlan, faultPlan, type MailFault, type PushFault, type SmsFault } from './fault-plan.js';
import { type ArrivalCounts, type InboxOptions, openInbox } from './inbox.js';
import { inboxPages } from './inbox-pages.js';
import { type PaymentSimulator, paymentSimulator } from './payment-simulator.js';
import { type PushService, pushService } from './push-service.js';
import { smsGateway } from './sms-gateway.js';
import { startSmtpInbox } from './smtp-inbox.js';

const LOOPBACK = '127.0.0.1';

export interface CatcherOptions extends InboxOptions {
  readonly smsSecret: Buffer;
  /** Simulates payment providers too. */
  readonly payments?: boolean;
  /** Left out, any free port is taken. `http` serves the SMS gateway and the inbox pages. */
  readonly ports?: { readonly smtp?: number; readonly http?: number };
}

export interface Catchers {
  readonly smtp: { readonly host: string; readonly port: number };
  readonly sms: { readonly url: string };
  readonly inboxUrl: string;
  readonly inboxToken: string;
  /** Aliyun's own gateway, simulated; it shares the SMS faults. */
  readonly aliyun: AliyunAccount & { readonly url: string };
  /** WeChat Pay and Alipay, simulated; absent unless asked for. */
  readonly payments: PaymentSimulator | undefined;
  /** A new browser that takes push messages. */
  subscribe(): ReturnType<PushService['subscribe']>;
  readonly faults: {
    readonly sms: FaultPlan<SmsFault>;
    readonly mail: FaultPlan<MailFault>;
    readonly push: FaultPlan<PushFault>;
  };
  list(): CaughtMessage[];
  counts(): ArrivalCounts;
  stop(): Promise<void>;
}

/** The outside world on one machine: whatever is sent is caught, shown on loopback, and sent no further. */
export async function startCatchers({
  smsSecret,
  ports,
  payments: withPayments = false,
  ...options
}: CatcherOptions): Promise<Catchers> {
  const inbox = openInbox(options);
  const inboxToken = randomBytes(32).toString('base64url');
  const faults = { sms: faultPlan<SmsFault>(), mail: faultPlan<MailFault>(), push: faultPlan<PushFault>() };
  const account = accountOf(smsSecret);
  const push = pushService({ inbox, faults: faults.push });
  const payments = withPayments ? await paymentSimulator() : undefined;
  const pages = [
    smsGateway({ inbox, faults: faults.sms, secret: smsSecret }),
    aliyunSms({ inbox, faults: faults.sms, account }),
    push.router,
    ...(payments?.routers ?? []),
    inboxPages(inbox, inboxToken),
  ];
  const running = stopList(() => {
    payments?.stop();
    inbox.close();
  });
  try {
    const http = running.add(await startHttp(pages, ports?.http ?? 0));
    const smtp = running.add(await startSmtpInbox(inbox, faults.mail, ports?.smtp ?? 0));
    return {
      smtp: { host: LOOPBACK, port: smtp.port },
      sms: { url: `${http.url}/sms` },
      aliyun: { ...account, url: `${http.url}/aliyun` },
      subscribe: () => push.subscribe(http.url),
      inboxUrl: http.url,
      inboxToken,
      payments,
      faults,
      list: inbox.list,
      counts: inbox.counts,
      stop: running.stop,
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

const accountOf = (secret: Buffer): AliyunAccount => ({
  accessKeyId: 'simulated',
  accessKeySecret: secret.toString('hex'),
  signName: '演示公司',
});

/** Stops what was added, newest first, so that nothing arrives at a closed inbox; once, however often asked. */
function stopList(last: () => void) {
  const started: { stop(): Promise<void> }[] = [];
  const stopAll = async () => {
    for (const { stop } of started.toReversed()) await stop();
    last();
  };
  let stopping: Promise<void> | undefined;
  return {
    add<T extends { stop(): Promise<void> }>(part: T): T {
      started.push(part);
      return part;
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}

async function startHttp(
  pages: readonly Router[],
  port: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const app = express().disable('x-powered-by').disable('etag');
  app.use(...pages, plainError);
  const server = createServer(app).listen(port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the catchers have no port');
  return { url: `http://${LOOPBACK}:${address.port}`, stop: () => close(server) };
}

/** Ends hanging requests too: a fault drill must not outlive its test. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Keeps stack traces and echoes of the body out of answers. */
const plainError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const tooLarge =
    typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large';
  response.status(tooLarge ? 413 : 400).json({ error: tooLarge ? 'too_large' : 'invalid_request' });
};
