import { answers } from './ports.js';

const ANSWER_MS = 5_000;

/** Refuses early when nothing listens at an address the caller gave; what speaks there is its user's business. */
export async function checkGiven(variable: string, url: string, defaultPort: number): Promise<void> {
  const target = endpoint(url, defaultPort);
  if (!target) return;
  try {
    await answers(target.host, target.port, ANSWER_MS);
  } catch {
    throw new Error(
      `${variable} names ${target.host}:${target.port}, where nothing answers: start it there, or unset ${variable} to use the built-in one.`,
    );
  }
}

/** Undefined for forms that name no single host, such as a socket directory or a list of hosts. */
function endpoint(url: string, defaultPort: number): { host: string; port: number } | undefined {
  const text = url.includes('://') ? url : `tcp://${url}`;
  if (!URL.canParse(text)) return undefined;
  const { hostname, port } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '');
  return host ? { host: decodeURIComponent(host), port: Number(port) || defaultPort } : undefined;
}
