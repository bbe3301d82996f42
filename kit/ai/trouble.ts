import type { AiUse } from './contract.ts';

/** Why there is no answer, and whether asking again later may help. */
const failures = {
  unauthorized: { isRetryable: false, message: 'The AI provider does not accept the key.' },
  no_credits: {
    isRetryable: false,
    message: 'The account with the AI provider has nothing left to pay with.',
  },
  rate_limited: { isRetryable: true, message: 'The AI provider asks to come again later.' },
  refused: { isRetryable: false, message: 'The AI provider refused this request.' },
  unavailable: { isRetryable: true, message: 'The AI provider could not be reached, or broke off.' },
  timeout: { isRetryable: true, message: 'The AI provider took too long.' },
  aborted: { isRetryable: false, message: 'The call was aborted.' },
  broken_answer: { isRetryable: false, message: 'The model answered with something that cannot be used.' },
  no_such_model: { isRetryable: false, message: 'There is no such model, or it cannot do this.' },
  too_long: { isRetryable: false, message: 'This is more than the model can read at once.' },
  over_budget: { isRetryable: false, message: 'The budget for AI is used up.' },
} as const;
export type AiFailure = keyof typeof failures;

export interface AiTroubleFacts {
  readonly retryAfterMs?: number | undefined;
  /** Of `refused`: the house found the input or the answer indecent, dangerous or forbidden. */
  readonly isModerated?: boolean;
  readonly status?: number;
  /**
   * For the log: codes and names of fields, never a house's sentences. Those quote what was asked, which is somebody's
   * message.
   */
  readonly detail?: string | undefined;
}

/** The one thing that is thrown here, apart from mistakes in the program that calls. */
export class AiTrouble extends Error {
  readonly kind: AiFailure;
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly isModerated: boolean;
  readonly status: number | undefined;
  readonly detail: string | undefined;
  /** What it cost all the same, once that is known. */
  use: AiUse | undefined;

  constructor(kind: AiFailure, facts: AiTroubleFacts = {}) {
    super(failures[kind].message);
    this.name = 'AiTrouble';
    this.kind = kind;
    this.isRetryable = failures[kind].isRetryable;
    this.retryAfterMs = facts.retryAfterMs;
    this.isModerated = facts.isModerated ?? false;
    this.status = facts.status;
    this.detail = facts.detail;
  }
}

const causesMax = 5;

/**
 * The trouble in whatever was thrown. An error of the SDK holds the whole request, so neither it nor its words are
 * passed on: its name is all that is kept.
 */
export function troubleOf(error: unknown): AiTrouble {
  let inner = error;
  for (let depth = 0; depth < causesMax && inner instanceof Error; depth += 1) {
    if (inner instanceof AiTrouble) return inner;
    if ('lastError' in inner && inner.lastError !== undefined) inner = inner.lastError;
    else inner = inner.cause;
  }
  const name = error instanceof Error ? error.name : typeof error;
  // What the house said was whole, and did not make sense.
  if (/InvalidResponse|TypeValidation|JSONParse|NoOutput|NoObject|EmptyResponse|Download/.test(name))
    return new AiTrouble('broken_answer', { detail: name });
  return new AiTrouble('unavailable', { detail: name });
}

/** What a house says when it refuses: `{ error: { code, message, type, param, metadata } }`, in several dialects. */
export interface HouseError {
  readonly code?: unknown;
  readonly type?: unknown;
  readonly param?: unknown;
  readonly message?: unknown;
  readonly metadata?: unknown;
}

const noModel = /model_not_found|not a valid model|model .*(does not exist|not found)|no endpoints found/i;
const tooLong =
  /context_length|context length|context window|maximum context|too many tokens|too long|too large/i;
const moderated = /content_policy|moderation|content_filter|flagged|safety/i;

/** Tells refusals apart by status, and where that says too little by codes and the words around them. */
export function refusalOf(status: number, error: HouseError, headers: Headers): AiTrouble {
  const words = [error.code, error.type, error.message].filter((one) => typeof one === 'string').join(' ');
  const facts = { status, detail: detailOf(status, error) };
  const reasons = (error.metadata as { reasons?: unknown } | undefined)?.reasons;
  const isModerated = moderated.test(words) || Array.isArray(reasons);
  if (status === 401) return new AiTrouble('unauthorized', facts);
  if (status === 402 || /insufficient_quota|insufficient credits/i.test(words))
    return new AiTrouble('no_credits', facts);
  if (status === 403)
    return isModerated
      ? new AiTrouble('refused', { ...facts, isModerated })
      : new AiTrouble('unauthorized', facts);
  if (status === 429)
    return new AiTrouble('rate_limited', { ...facts, retryAfterMs: retryAfterMsOf(headers) });
  if (status === 413 || (status < 500 && tooLong.test(words))) return new AiTrouble('too_long', facts);
  if (status === 404 || (status < 500 && noModel.test(words))) return new AiTrouble('no_such_model', facts);
  if (status === 408 || status >= 500)
    return new AiTrouble('unavailable', { ...facts, retryAfterMs: retryAfterMsOf(headers) });
  return new AiTrouble('refused', { ...facts, isModerated });
}

/** Only what looks like a code or a field's name. */
function detailOf(status: number, { code, type, param }: HouseError): string {
  const parts = [code, type, param].filter(
    (one): one is string => typeof one === 'string' && /^[\w.[\]-]{1,80}$/.test(one),
  );
  return [status, ...parts].join(' ');
}

/** Seconds, milliseconds or a date. A date needs the house's own clock, which is in `date`. */
function retryAfterMsOf(headers: Headers): number | undefined {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const after = headers.get('retry-after');
  if (after === null) return undefined;
  const seconds = Number(after);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1_000;
  const gap = Date.parse(after) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(gap) ? Math.max(0, gap) : undefined;
}
