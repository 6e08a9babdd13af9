import { randomUUID } from 'node:crypto';
import express, { type Express, type Request } from 'express';
import helmet from 'helmet';
import { gathered } from '../db/asking-together.js';
import { openSteps } from '../db/in-step.js';
import { Refusal } from '../domain/refusal.js';
import { openChanges } from './changes.js';
import { mountCustomerWeb } from './customer-web.js';
import type { ApiDeps } from './deps.js';
import { mountDocs } from './docs.js';
import { openLimits } from './limits.js';
import { mount } from './mount.js';
import { problems } from './problems.js';
import { sessions } from './session.js';
import { openWaiting } from './waiting.js';
import { mountWeb } from './web.js';

export type { ApiDeps } from './deps.js';

/** The HTTP API: a door with limits, the table of routes, the docs page, and one map for everything that goes wrong. */
export function buildApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use((req, res, next) => {
    res.set({ 'X-Request-Id': randomUUID(), 'Cache-Control': 'no-store' });
    res.once('finish', () => dropRest(req));
    next();
  });
  app.use(shield());
  mountDocs(app);
  mountWeb(app);
  mountCustomerWeb(app);
  app.use(sessions(deps));
  const changes = openChanges(deps);
  app.once('stopping', changes.close);
  mount(app, {
    deps,
    limits: openLimits(deps.config),
    waiting: openWaiting(deps.db),
    changes,
    door: { ...deps, db: gathered(deps.db, { lines: 2 }) },
    inStep: {
      scan: openSteps(deps.db),
      stateFact: openSteps(deps.db),
      enterOrder: openSteps(deps.db),
    },
  });
  app.use(() => {
    throw new Refusal('not_found');
  });
  app.use(problems(deps.log));
  return app;
}

const REST_MS = 5_000;

/** An answer may come before its request was read to the end: the rest is dropped, and cut off when it goes on. */
function dropRest(req: Request): void {
  if (req.complete) return;
  const cut = setTimeout(() => req.destroy(), REST_MS);
  req.once('close', () => clearTimeout(cut));
  req.resume();
}

/** Works over plain HTTP in a local network too: whoever ends TLS sets HSTS. */
function shield() {
  return helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
}
