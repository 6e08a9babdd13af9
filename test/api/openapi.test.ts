import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import openapiTS from 'openapi-typescript';
import { buildApp } from '../../api/app.js';
import type { Contract } from '../../api/contract/route.js';
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

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean }[];
  responses: Record<string, { content: Record<string, unknown> }>;
  security: object[];
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}
const routes: [string, Contract][] = Object.entries(ROUTES);
const braces = (path: string) => path.replace(/:(\w+)/g, '{$1}');

describe('the OpenAPI document', () => {
  const { openapi, paths, components } = openApi() as unknown as Document;

  test('is version 3.1, served as it is generated', async () => {
    expect(openapi).toBe('3.1.0');
    const { body } = await house.stranger.get('/openapi.json');
    expect(body).toEqual(JSON.parse(JSON.stringify(openApi())));
  });

  test('is valid: a generator of clients takes it', async () => {
    const types = await openapiTS(JSON.stringify(openApi()), { silent: true });
    expect(types.length).toBeGreaterThan(3);
    const broken = JSON.stringify(openApi()).replaceAll(
      '#/components/schemas/Recorded',
      '#/nowhere/Recorded',
    );
    await expect(openapiTS(broken, { silent: true })).rejects.toThrow();
  });

  test('has every route of the table, and nothing beside it', () => {
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
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
    expect(key?.required).toBe({ read: undefined, act: true, upload: false }[route.kind]);
    const inPath = operation?.parameters?.filter((one) => one.in === 'path').map((one) => one.name) ?? [];
    expect(inPath).toEqual([...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]));
    expect(operation?.security.some((way) => Object.keys(way).length === 0)).toBe(route.right === 'anybody');
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

test('the server has no way in that the table does not name, the docs page apart', () => {
  const app = buildApp(house.deps) as unknown as { router: { stack: Layer[] } };
  const mounted = new Set(app.router.stack.flatMap((layer) => (layer.route ? [layer.route.path] : [])));
  const beside = [...mounted].filter((path) => !routes.some(([, route]) => route.path === path));
  expect(mounted.size).toBeGreaterThan(20);
  expect(beside.every((path) => path === '/docs' || path.startsWith('/docs/'))).toBe(true);
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
