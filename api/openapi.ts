import { OpenAPIRegistry, OpenApiGeneratorV31, type ResponseConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { REFUSALS, type RefusalCode } from '../domain/refusal.js';
import { problem } from './contract/problem.js';
import { type AnswerContract, type Contract, isOfCustomers } from './contract/route.js';
import { ROUTES, type RouteName } from './contract/routes.js';

let made: Record<string, unknown> | undefined;

/** The OpenAPI 3.1 document, from the very schemas that requests are parsed with. */
export function openApi(): Record<string, unknown> {
  made ??= { ...generate() };
  return made;
}

function generate() {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'oqr' });
  registry.registerComponent('securitySchemes', 'customer', {
    ...{ type: 'apiKey', in: 'cookie', name: 'oqr-customer' },
    description: 'What opening the customer’s page with a live code sets.',
  });
  for (const name of Object.keys(ROUTES) as RouteName[]) register(registry, name, ROUTES[name]);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Order QR API',
      version: '1',
      description: 'Records facts about orders and reads rows. Amounts are integers in minor units.',
    },
    servers: [{ url: '/' }],
  });
}

function register(registry: OpenAPIRegistry, name: RouteName, route: Contract): void {
  const { method, path, summary, right, params, query } = route;
  const headers = headersOf(route);
  registry.registerPath({
    method,
    path: path.replace(/:(\w+)/g, '{$1}'),
    operationId: name,
    summary,
    tags: [path.split('/')[1]?.replace('.json', '') ?? ''],
    ...(PLAIN.includes(right) ? {} : { description: `Right: ${right}.` }),
    security: isOfCustomers(right)
      ? [{ customer: [] }]
      : [...(right === 'anybody' ? [{}] : []), { token: [] }, { session: [] }],
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...bodyOf(route),
    },
    responses: { ...answersOf(route), ...refusalsOf(route) },
  });
}

const PLAIN: readonly string[] = ['person', 'anybody', 'holder', 'customer'];

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .meta({ description: 'The same key again gets the same answer.' });

const prefer = z.string().optional().meta({
  description: 'wait=N holds the answer up to N ≤ 20 s, until the lifecycle has acted.',
  example: 'wait=5',
});

function headersOf(route: Contract): z.ZodObject | undefined {
  switch (route.kind) {
    case 'read':
    case 'stream':
    case 'query':
    case 'session':
    case 'download':
    case 'callback':
      return undefined;
    case 'act':
      return z.object({ 'Idempotency-Key': idempotencyKey, ...(route.waits && { Prefer: prefer }) });
    case 'upload':
      return z.object({ 'Idempotency-Key': idempotencyKey.optional(), ...route.headers.shape });
  }
}

function bodyOf(route: Contract) {
  switch (route.kind) {
    case 'read':
    case 'stream':
      return {};
    case 'act':
    case 'query':
    case 'download':
      return { body: jsonOf(route.body) };
    case 'session':
      return route.body ? { body: jsonOf(route.body) } : {};
    case 'upload':
    case 'callback':
      return {
        body: { required: true, content: Object.fromEntries(route.mediaTypes.map((type) => [type, BYTES])) },
      };
  }
}

const jsonOf = (schema: z.ZodType) => ({ required: true, content: { 'application/json': { schema } } });

const BYTES = { schema: { type: 'string', format: 'binary' } } as const;

function answersOf(route: Contract): Record<string, ResponseConfig> {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, answer]) => [status, responseOf(answer)]),
  );
}

function responseOf(answer: AnswerContract): ResponseConfig {
  const content =
    'schema' in answer ? { 'application/json': { schema: answer.schema } } : { [answer.mediaType]: BYTES };
  return { description: answer.description, content };
}

/** Every status that a route refuses with, with the codes it may carry. */
function refusalsOf(route: Contract): Record<string, ResponseConfig> {
  const codes = new Set<RefusalCode>([...doorOf(route), ...(route.refusals ?? [])]);
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of codes) {
    const { status } = REFUSALS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      { description: of.join(', '), content: { 'application/problem+json': { schema: problem } } },
    ]),
  );
}

function doorOf(route: Contract): RefusalCode[] {
  const always: RefusalCode[] = [
    'too_many_requests',
    'out_of_service',
    'malformed',
    'control_character',
    'unauthenticated',
  ];
  const ofCustomers = isOfCustomers(route.right);
  if (ofCustomers) always.push('customer_session_missing');
  if (route.right === 'customer') always.push('proof_required');
  if (!ofCustomers && !route.path.startsWith('/session')) always.push('password_must_change');
  if (!ofCustomers && route.right !== 'anybody') always.push('not_permitted');
  if (route.kind === 'session' && route.browser) always.push('session_required');
  if (route.method !== 'get') always.push('foreign_origin');
  if ('mediaTypes' in route || ('body' in route && route.body))
    always.push('body_too_large', 'content_type_unknown');
  if (route.kind === 'act' || route.kind === 'upload') always.push('idempotency_key_reused');
  if (route.kind === 'act') always.push('idempotency_key_missing');
  return always;
}
