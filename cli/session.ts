import type { Command } from 'commander';
import type { RouteName } from '../api/contract/routes.js';
import type { ClientConfig } from '../platform/config.js';
import { type Client, openClient } from './client.js';
import type { Language } from './failures.js';
import { findTarget } from './target.js';
import type { Terminal } from './terminal.js';

/** One run of the program: where it talks, how it was set, and which commands call which routes. */
export interface Session {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** What the command asks for beyond its answer: 1 when something was refused. */
  exitCode: number;
  language(): Language;
  json(): boolean;
  client(): Client;
  readonly routes: Map<RouteName, Command[]>;
}

interface Given {
  url?: string;
  token?: string;
  as?: string;
  lang?: Language;
  json?: boolean;
}

export function openSession(
  program: Command,
  config: ClientConfig,
  surroundings: { terminal: Terminal; signal: AbortSignal },
): Session {
  const given = () => program.opts<Given>();
  const language = () => given().lang ?? config.language;
  const { terminal, signal } = surroundings;
  return {
    terminal,
    signal,
    exitCode: 0,
    language,
    json: () => given().json ?? false,
    client: () => openClient(findTarget(given(), config), language(), signal),
    routes: new Map(),
  };
}

/** Notes that a command calls a route. */
export function claim(session: Session, route: RouteName, command: Command): void {
  session.routes.set(route, [...(session.routes.get(route) ?? []), command]);
}
