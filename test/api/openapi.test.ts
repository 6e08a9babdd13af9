import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { buildApp } from '../../api/app.js';
import { type Contract, isOfCustomers } from '../../api/contract/route.js';
import { ROUTES } from '../../api/contract/routes.js';
import { HANDLERS } from '../../api/handlers.js';
import { openApi } from '../../api/openapi.js';
import { REFUSALS } from '../../domain/refusal.js';
import { type ApiHouse, openHouse } from './house.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** OpenAPI 3.1 as far as this document uses it; a field that the standard does not know fails. */
const media = z.record(z.string(), z.strictObject({ schema: z.looseObject({}) }));
const operation = z.strictObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string().min(1)),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(['query', 'path', 'header']),
        required: z.boolean(),
        description: z.string().optional(),
        example: z.unknown().optional(),
        schema: z.looseObject({}),
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.boolean(), content: media }).optional(),
  responses: z.record(
    z.string().regex(/^[2-5]\d\d$/),
    z.strictObject({ description: z.string().min(1), content: media }),
  ),
});
const documentShape = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), z.looseObject({})),
    parameters: z.strictObject({}),
    securitySchemes: z.strictObject({
      token: z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer') }),
      session: z.strictObject({ type: z.literal('apiKey'), in: z.literal('cookie'), name: z.string() }),
      customer: z.strictObject({
        ...{ type: z.literal('apiKey'), in: z.literal('cookie'), name: z.string() },
        description: z.string(),
      }),
    }),
  }),
  paths: z.record(z.string().regex(/^\//), z.partialRecord(z.enum(['get', 'post', 'delete']), operation)),
  webhooks: z.strictObject({}),
});

/** References of a document that lead nowhere. */
function dangling(document: { components: { schemas: object } }): string[] {
  const used = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  const there = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  return used.filter((ref) => !there.includes(ref));
}

const routes: [string, Contract][] = Object.entries(ROUTES);
const braces = (path: string) => path.replace(/:(\w+)/g, '{$1}');

describe('the OpenAPI document', () => {
  const { openapi, paths, components } = documentShape.parse(JSON.parse(JSON.stringify(openApi())));

  test('is version 3.1, served as it is generated', async () => {
    expect(openapi).toBe('3.1.0');
    const { body } = await house.stranger.get('/openapi.json');
    expect(body).toEqual(JSON.parse(JSON.stringify(openApi())));
  });

  test('is valid: no unknown field, no reference that leads nowhere, no id twice', () => {
    const document = documentShape.parse(JSON.parse(JSON.stringify(openApi())));
    expect(dangling(document)).toEqual([]);
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
    expect(new Set(ids).size).toBe(ids.length);
    const { Recorded: _, ...schemas } = components.schemas;
    expect(dangling({ ...document, components: { ...document.components, schemas } })).not.toEqual([]);
    expect(documentShape.safeParse({ ...document, path: {} }).success).toBe(false);
  });

  test('has every route of the table, and nothing beside it', () => {
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, one]) => `${method} ${path} ${one.operationId}`),
    );
    const listed = routes.map(([name, route]) => `${route.method} ${braces(route.path)} ${name}`);
    expect(documented.toSorted()).toEqual(listed.toSorted());
    expect(Object.keys(HANDLERS).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });

  test.each(routes)('tells of %s what it needs, answers and refuses', (name, route) => {
    const operation = paths[braces(route.path)]?.[route.method];
    const statuses = Object.keys(operation?.responses ?? {});
    expect(statuses).toEqual(expect.arrayContaining(Object.keys(route.answers)));
    for (const code of route.refusals ?? []) expect(statuses).toContain(String(REFUSALS[code].status));
    const key = operation?.parameters?.find((one) => one.name === 'Idempotency-Key');
    expect(key?.required).toBe(
      {
        read: undefined,
        query: undefined,
        stream: undefined,
        session: undefined,
        download: undefined,
        callback: undefined,
        act: true,
        upload: false,
      }[route.kind],
    );
    const parameters = operation?.parameters ?? [];
    const inPath = parameters.filter((one) => one.in === 'path').map((one) => one.name);
    expect(inPath).toEqual([...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]));
    expect(operation?.security.some((way) => Object.keys(way).length === 0)).toBe(route.right === 'anybody');
    expect(operation?.security.some((way) => 'customer' in way)).toBe(isOfCustomers(route.right));
    expect(operation?.operationId).toBe(name);
  });

  test('describes problems for every refusal', () => {
    const refused = Object.values(paths['/orders']?.post?.responses ?? {}).filter(
      (response) => 'application/problem+json' in response.content,
    );
    expect(refused.length).toBeGreaterThan(5);
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['Problem', 'OrderDraft', 'Recorded', 'StatedFact', 'Scanned', 'ReviewDetail']),
    );
  });
});

interface Layer {
  route?: { path: string };
}

test('the server has no way in that the table does not name, docs and pages apart', () => {
  const app = buildApp(house.deps) as unknown as { router: { stack: Layer[] } };
  const mounted = new Set(app.router.stack.flatMap((layer) => (layer.route ? [layer.route.path] : [])));
  const beside = [...mounted].filter((path) => !routes.some(([, route]) => route.path === path));
  expect(mounted.size).toBeGreaterThan(20);
  expect(beside.every((path) => path === '/' || /^\/(docs|app|q|guide)($|[/{])/.test(path))).toBe(true);
});

describe('the docs page', () => {
  const page = (path: string) => fetch(`${house.url}${path}`);

  test('is served from here, and asks nobody else', async () => {
    const html = await (await page('/docs')).text();
    const linked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(linked).toHaveLength(4);
    for (const path of linked) expect((await page(path)).status).toBe(200);
    const initializer = await (await page('/docs/initializer.js')).text();
    expect(initializer).toContain("url: '/openapi.json'");
    expect(initializer).toContain('validatorUrl: null');
    expect(html + initializer).not.toMatch(/https?:\/\//);
  });

  test('stands under a policy that lets no other host in', async () => {
    const policy = (await page('/docs')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('upgrade-insecure-requests');
  });

  test('serves no other file of its package', async () => {
    for (const file of ['package.json', 'swagger-initializer.js', '../package.json', 'index.html'])
      expect((await page(`/docs/${file}`)).status).toBe(404);
  });
});
