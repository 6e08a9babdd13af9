import type { BrowserContext, Page, Request } from 'playwright-core';

/** What no screen may do: ask another host, write an error to the console, throw. */
export interface Watch {
  faults: string[];
  /** A refusal that the scenario provokes: the browser itself writes an answer of 4xx or a lost connection to the console. */
  allow(fault: RegExp): void;
  /** Watches no more: of a picture that begins to load in a page that is being closed Chromium says that it may not. */
  end(): void;
}

export function watch(context: BrowserContext, url: string): Watch {
  const faults: string[] = [];
  const allowed: RegExp[] = [];
  let over = false;
  const add = (fault: string) => {
    if (!over && !allowed.some((one) => one.test(fault))) faults.push(fault);
  };
  const own = new URL(url).host;
  const foreign = (address: string) => /^(https?|wss?):/.test(address) && new URL(address).host !== own;
  const onRequest = (request: Request) => {
    if (foreign(request.url())) add(`asks another host: ${request.url()}`);
  };
  const onPage = (page: Page) => watchPage(page, add, foreign);
  context.on('request', onRequest);
  context.on('page', onPage);
  return {
    faults,
    allow: (fault) => void allowed.push(fault),
    end: () => {
      over = true;
      context.off('request', onRequest).off('page', onPage);
    },
  };
}

function watchPage(page: Page, add: (fault: string) => void, foreign: (address: string) => boolean): void {
  page.on('websocket', (socket) => foreign(socket.url()) && add(`asks another host: ${socket.url()}`));
  page.on('pageerror', (error) => add(`throws: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') add(`console: ${message.text()} ${message.location().url}`.trim());
  });
}
