import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { kitError } from '../errors.ts';
import type { Credentials } from './doorkeeper.ts';
import type { Endpoint } from './endpoint.ts';

const knownMax = 20_000;
const windowSeconds = 60;

/** How often one caller may ask. Counted in this process alone: with several, each has limits of its own. */
export interface Limiter {
  /** The installation's limit, before anything is looked up. */
  arrive(reply: FastifyReply, caller: Arrival): Promise<void>;
  /** The endpoint's own limit, once it is known whether somebody is signed in. */
  enter(reply: FastifyReply, endpoint: Endpoint, caller: Arrival, isKnown: boolean): Promise<void>;
}

export interface Arrival {
  readonly credentials: Credentials;
  readonly address: string;
}

/**
 * One caller is one session or one token, and without either, one address. Made-up tokens would be a new
 * caller each time, so what the doorkeeper does not know counts for its address; and when an address has
 * used up its turn, only credentials that were good before are still looked up.
 */
export function openLimiter(requestsPerMinute: number): Limiter {
  const everything = new RateLimiterMemory({ points: requestsPerMinute, duration: windowSeconds });
  const strangers = new RateLimiterMemory({ points: requestsPerMinute, duration: windowSeconds });
  const known = new LRUCache<string, true>({ max: knownMax });
  const own = new Map<string, RateLimiterMemory>();

  return {
    async arrive(reply, { credentials, address }) {
      const key = keyOf(credentials);
      if (key === undefined) return consume(strangers, addressKey(address), reply);
      await consume(everything, key, reply);
      const before = known.has(key) ? null : await strangers.get(addressKey(address));
      if (before && before.consumedPoints >= requestsPerMinute) refuse(reply, requestsPerMinute, before);
    },
    async enter(reply, endpoint, { credentials, address }, isKnown) {
      const key = keyOf(credentials);
      if (key !== undefined && isKnown) known.set(key, true);
      if (key !== undefined && !isKnown) await consume(strangers, addressKey(address), reply);
      if (!endpoint.limit) return;
      const name = `${endpoint.method} ${endpoint.path}`;
      const { count: points, seconds: duration } = endpoint.limit;
      const limiter = own.get(name) ?? new RateLimiterMemory({ points, duration, keyPrefix: name });
      own.set(name, limiter);
      // Where no session is asked for, having one is no way around the limit: guessing passwords is an
      // example.
      const who = endpoint.audience === 'anybody' || !isKnown ? undefined : key;
      await consume(limiter, who ?? addressKey(address), reply);
    },
  };
}

/** Somebody at home has a whole /64 of addresses: it counts as one. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return `ip ${plain}`;
  const [head = '', tail] = plain.split('::');
  const front = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - front.length - tail.split(':').filter(Boolean).length;
  const groups = [...front, ...Array<string>(missing).fill('0')].slice(0, 4);
  return `ip ${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** Hashed, so that a dump of this process's memory holds no more sessions than it must. */
function keyOf({ bearer, sessionToken }: Credentials): string | undefined {
  const secret = bearer ?? sessionToken;
  return secret && createHash('sha256').update(secret).digest('base64url');
}

async function consume(limiter: RateLimiterMemory, key: string, reply: FastifyReply): Promise<void> {
  try {
    const left = await limiter.consume(key);
    announce(reply, limiter.points, left);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    refuse(reply, limiter.points, error);
  }
}

function refuse(reply: FastifyReply, limit: number, result: RateLimiterRes): never {
  announce(reply, limit, result);
  reply.header('retry-after', secondsUntil(result));
  throw kitError('rate_limited');
}

function announce(reply: FastifyReply, limit: number, result: RateLimiterRes): void {
  // Of several limits, the one that is nearest is the one to know.
  const before = reply.getHeader('ratelimit-remaining');
  if (before !== undefined && Number(before) < result.remainingPoints) return;
  reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': Math.max(0, result.remainingPoints),
    'ratelimit-reset': secondsUntil(result),
  });
}

const secondsUntil = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1000));
