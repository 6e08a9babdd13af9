import { randomUUID } from 'node:crypto';

/** A browser as far as sessions go: it keeps a cookie and says where its page came from. */
export interface Browser {
  send(method: string, path: string, body?: unknown): Promise<Got>;
  cookie(): string | undefined;
}

export interface Got {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the contract allows
  body: any;
}

export function aBrowser(
  url: string,
  agent = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36',
): Browser {
  let cookie: string | undefined;
  return {
    cookie: () => cookie,
    send: async (method, path, body) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(cookie !== undefined && { cookie }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
          origin: url,
          'user-agent': agent,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return { status: response.status, body: await response.json() };
    },
  };
}
