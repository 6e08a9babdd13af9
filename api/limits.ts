import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../domain/refusal.js';
import type { ApiDeps } from './deps.js';

/**
 * Requests a minute, counted in this process: per address, per token, strangers' scans per address, a person's searches,
 * deeds on the page of one code.
 */
export interface Limits {
  address(address: string): Promise<void>;
  token(token: string): Promise<void>;
  strangersScan(address: string): Promise<void>;
  search(personId: string): Promise<void>;
  holdersDeed(codeId: string): Promise<void>;
}

const STRANGERS_SCANS_PER_MINUTE = 30;
/** Enough for a person, too few to try every last four digits. */
const SEARCHES_PER_MINUTE = 30;
/** Whatever the address that they come from. */
const HOLDERS_DEEDS_PER_MINUTE = 30;

export function openLimits({
  requestsPerMinute,
  strangersScansPerMinute = STRANGERS_SCANS_PER_MINUTE,
}: ApiDeps['config']): Limits {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  const addresses = limiter(requestsPerMinute);
  const tokens = limiter(requestsPerMinute);
  const scans = limiter(strangersScansPerMinute);
  const searches = limiter(SEARCHES_PER_MINUTE);
  const deeds = limiter(HOLDERS_DEEDS_PER_MINUTE);
  return {
    address: (address) => take(addresses, address),
    token: (token) => take(tokens, createHash('sha256').update(token).digest('base64')),
    strangersScan: (address) => take(scans, address),
    search: (personId) => take(searches, personId),
    holdersDeed: (codeId) => take(deeds, codeId),
  };
}

/** The caller's address as limits count it: a whole /64 of IPv6 is one caller. Headers are never believed. */
export function addressOf(req: Request): string {
  const address = req.socket.remoteAddress ?? 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  return isIPv6(address) ? prefix64(address) : address;
}

export function prefix64(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new Refusal('too_many_requests', { retryAfterSeconds: Math.ceil(error.msBeforeNext / 1000) });
  }
}
