import { Agent, request } from 'node:http';
import { z } from 'zod';

/** One connection that is there before a fault begins, so that a process that takes no other can still answer. */
export interface KeptLine {
  /** The status and, of a refusal, its code; undefined when no answer came. */
  ask(path: string): Promise<{ status: number; code: string | undefined } | undefined>;
  close(): void;
}

const ANSWER_MS = 20_000;
const problem = z.object({ code: z.string() });

export function keptLine(url: string, token: string): KeptLine {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${token}` };
  return {
    ask: (path) =>
      new Promise((resolve) => {
        const signal = AbortSignal.timeout(ANSWER_MS);
        const sent = request(`${url}${path}`, { agent, headers, signal }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, code: codeIn(text) }));
          response.on('error', () => resolve(undefined));
        });
        sent.on('error', () => resolve(undefined));
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}

function codeIn(text: string): string | undefined {
  try {
    return problem.safeParse(JSON.parse(text)).data?.code;
  } catch {
    return undefined;
  }
}
