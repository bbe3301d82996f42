import type { z } from 'zod';
import { Trouble, type TroubleFacts, type TroubleKind } from './trouble.ts';
import type { Call, Reply, Wire } from './wire.ts';

/** What every client is opened with: the way out, and the time when somebody has to come again. */
export interface Outside {
  readonly wire: Wire;
  readonly now: () => Date;
}

/** A call and its answer: enough to say what became of it. */
export interface Exchange {
  readonly provider: string;
  readonly call: Call;
  readonly reply: Reply;
  readonly now: Date;
}

/** What only the platform's own client can read from an answer. */
export interface Told extends Pick<TroubleFacts, 'code' | 'until' | 'trace' | 'lacking'> {
  /** The platform's sentence: shortened, and for the log alone. */
  readonly words?: string | undefined;
}

export const isGood = ({ status }: Reply) => status >= 200 && status < 300;

/** Sends, and answers whatever came: whether it is good is for the platform's own client to say. */
export async function exchange(provider: string, { wire, now }: Outside, call: Call): Promise<Exchange> {
  const reply = await wire.send(call);
  return { provider, call, reply, now: now() };
}

/**
 * The answer as it was expected. Of a reading call that cannot be understood nothing is lost; of a writing one nobody
 * knows what it did.
 */
export function readShape<T>(shape: z.ZodType<T>, asked: Exchange, value: unknown = asked.reply.json): T {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  throw trouble(asked, uncertain(asked), { words: 'the answer is not of the expected shape' }, read.error);
}

const wordsLengthMax = 200;

export function trouble(asked: Exchange, kind: TroubleKind, told: Told = {}, cause?: unknown): Trouble {
  const { provider, call, reply } = asked;
  const { words, ...facts } = told;
  const said = [reply.status, facts.code, words?.slice(0, wordsLengthMax)].filter(Boolean).join(' ');
  return new Trouble(kind, `${provider} answered ${call.name} with ${said}`, {
    provider,
    call: call.name,
    status: reply.status,
    ...facts,
    until: kind === 'rate_limited' ? (facts.until ?? comeAgainAt(asked)) : undefined,
    cause,
  });
}

/** What a status means where the platform's own words say nothing more exact. */
export function troubleByStatus(asked: Exchange, told: Told = {}): Trouble {
  const { status } = asked.reply;
  if (status === 401 || status === 403) return trouble(asked, 'unauthorized', told);
  if (status === 429) return trouble(asked, 'rate_limited', told);
  if (status >= 400 && status < 500 && status !== 408) return trouble(asked, 'rejected', told);
  return trouble(asked, uncertain(asked), told);
}

/** A failure of the platform itself may have come before or after it did what it was asked. */
export const uncertain = ({ call }: Pick<Exchange, 'call'>): TroubleKind =>
  (call.isRepeatable ?? call.method === 'GET') ? 'unavailable' : 'unknown_outcome';

const pauseMsUsual = 60_000;
const pauseMsMax = 7 * 86_400_000;

/** `Retry-After` in seconds or as a date; else the usual pause. */
export function comeAgainAt({ reply, now }: Pick<Exchange, 'reply' | 'now'>, usualMs = pauseMsUsual): Date {
  const said = reply.headers.get('retry-after')?.trim() ?? '';
  const pauseMs = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now.getTime();
  return after(now, Number.isFinite(pauseMs) ? Math.min(Math.max(pauseMs, 1000), pauseMsMax) : usualMs);
}

export const after = (now: Date, ms: number) => new Date(now.getTime() + ms);
