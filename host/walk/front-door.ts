import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The walk's people use the product as everybody does: over HTTP, each with a token of their own. */
export interface FrontDoor {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: unknown): Promise<Answer>;
}

export function frontDoor(apiUrl: string, token: string): FrontDoor {
  const headers = { authorization: `Bearer ${token}` };
  return {
    get: (path) => answer(fetch(`${apiUrl}${path}`, { headers })),
    post: (path, body) =>
      answer(
        fetch(`${apiUrl}${path}`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
          body: JSON.stringify(body),
        }),
      ),
  };
}

export interface ImportAnswer {
  id: string;
  accepted: number;
  unchanged: number;
  refused: number;
}

/** Streams an order file in, with messages. */
export function importFile(
  apiUrl: string,
  token: string,
  file: string,
  mapping: { preset?: string; map?: string },
): Promise<ImportAnswer> {
  const query = new URLSearchParams({
    notify: 'true',
    ...(mapping.preset ? { preset: mapping.preset } : {}),
  });
  const map: Record<string, string> = mapping.map
    ? { 'import-map': Buffer.from(mapping.map).toString('base64url') }
    : {};
  return answer(
    fetch(`${apiUrl}/imports?${query}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'text/csv',
        'idempotency-key': randomUUID(),
        ...map,
      },
      body: createReadStream(file) as unknown as ReadableStream,
      duplex: 'half',
    } as RequestInit),
  );
}

/** What a refused request answered: its status and code. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
  }
}

async function answer<Answer>(request: Promise<Response>): Promise<Answer> {
  const response = await request;
  const body = (await response.json()) as Answer & { code?: string };
  if (!response.ok) throw new Refused(response.status, body.code ?? String(response.status));
  return body;
}
