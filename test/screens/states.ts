import { randomUUID } from 'node:crypto';
import type { Page, Route } from 'playwright-core';
import { REFUSALS } from '../../domain/refusal.js';

/** What a screen shows when there is nothing, while nothing comes, and when the server fails. */
export const STATES = ['empty', 'loading', 'failing'] as const;
export type State = (typeof STATES)[number];

/** Puts a page into a state: what it asks for is answered accordingly; who is signed in stays known. */
export async function putInto(page: Page, url: string, state: State): Promise<void> {
  await page.route(
    (address) => address.href.startsWith(url) && !/^\/(app|session|me|events)\b/.test(address.pathname),
    (route) => answer(route, state),
  );
}

async function answer(route: Route, state: State): Promise<void> {
  switch (state) {
    case 'loading':
      return;
    case 'empty': {
      const response = await route.fetch();
      const isJson = (response.headers()['content-type'] ?? '').includes('json');
      return route.fulfill({ response, ...(isJson && { body: emptied(await response.text()) }) });
    }
    case 'failing':
      return route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify(failure(route.request().headers()['accept-language'] ?? '')),
      });
  }
}

function emptied(body: string): string {
  const told: unknown = JSON.parse(body);
  if (typeof told !== 'object' || told === null || !('items' in told)) return body;
  return JSON.stringify({ ...told, items: [], next: undefined });
}

function failure(language: string): object {
  const { status, zh, en } = REFUSALS.out_of_service;
  return {
    type: 'urn:order-qr:out_of_service',
    status,
    code: 'out_of_service',
    title: 'out of service',
    detail: language.startsWith('zh') ? zh : en,
    instance: `urn:uuid:${randomUUID()}`,
  };
}
