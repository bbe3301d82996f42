import { Trouble, type TroubleFacts, type TroubleKind } from '../trouble.ts';
import type { Call, Reply } from '../wire.ts';
import { usageOf } from './usage.ts';

/** What an answer refuses, in the vocabulary of all platforms. Undefined when it refuses nothing. */
export function troubleOf(reply: Reply, call: Call, now: Date): Trouble | undefined {
  const error = errorOf(reply.json);
  if (reply.status < 400 && error === undefined) return undefined;
  const verdict = verdictOf(error, reply.status, isRepeatable(call));
  const code = codeText(error);
  const facts: TroubleFacts = {
    provider: 'meta',
    call: call.name,
    status: reply.status,
    ...(code !== undefined && { code }),
    ...(verdict.kind === 'rate_limited' && { until: untilOf(reply, verdict, now) }),
    ...traceOf(error, reply),
    ...(verdict.kind === 'unauthorized' && lackingIn(error)),
  };
  const words = `meta answered ${reply.status} to ${call.name}`;
  return new Trouble(
    verdict.kind,
    [words, code, error && shown(error.message)].filter(Boolean).join(': '),
    facts,
  );
}

/** An answer of no shape we know says nothing about what was done. */
export function troubleOfShape(reply: Reply, call: Call, cause: unknown): Trouble {
  const facts: TroubleFacts = { provider: 'meta', call: call.name, status: reply.status, cause };
  return new Trouble(
    isRepeatable(call) ? 'unavailable' : 'unknown_outcome',
    `meta answered ${call.name} with something else than expected`,
    facts,
  );
}

const isRepeatable = (call: Call) => call.isRepeatable ?? call.method === 'GET';

interface PlatformError {
  readonly message: string;
  readonly code: number | undefined;
  readonly subcode: number | undefined;
  readonly isTransient: boolean;
  readonly trace: string | undefined;
  /** The exchange of a code answers in a shape of its own. */
  readonly isOfExchange: boolean;
}

function errorOf(json: unknown): PlatformError | undefined {
  if (!isRecord(json)) return undefined;
  if (isRecord(json.error)) {
    const { error } = json;
    const details = isRecord(error.error_data) ? textOf(error.error_data.details) : '';
    return {
      message: [textOf(error.message), textOf(error.error_user_msg), details].filter(Boolean).join(' | '),
      code: wholeOf(error.code),
      subcode: wholeOf(error.error_subcode),
      isTransient: error.is_transient === true,
      trace: textOf(error.fbtrace_id) || undefined,
      isOfExchange: false,
    };
  }
  if (json.error_type === undefined && json.error_message === undefined) return undefined;
  return {
    message: textOf(json.error_message),
    code: wholeOf(json.code),
    subcode: undefined,
    isTransient: false,
    trace: undefined,
    isOfExchange: true,
  };
}

interface Verdict {
  readonly kind: TroubleKind;
  /** How long to wait where the platform does not say. */
  readonly waitMs?: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const rejected: Verdict = { kind: 'rejected' };
const unauthorized: Verdict = { kind: 'unauthorized' };
const unavailable: Verdict = { kind: 'unavailable' };
const limited = (waitMs: number): Verdict => ({ kind: 'rate_limited', waitMs });

/** Subcodes say more than the codes they come with, which are shared by very different refusals. */
const bySubcode = new Map<number, Verdict>([
  // Outside the window in which a business may write: only the customer opens it again.
  [2534022, rejected],
  [2018278, rejected],
  [2018065, rejected],
  // This person cannot be written to; another app owns the thread; the tag is not approved.
  [1545041, rejected],
  [2018108, rejected],
  [2018300, rejected],
  [2018276, rejected],
  // Used or expired codes of a login: somebody has to begin again.
  [36007, unauthorized],
  [36009, unauthorized],
  // As many posts as a day allows. The oldest leaves the count at a time that only the platform knows.
  [2207042, limited(hourMs)],
  // Publishing held back as spam: a block like 368.
  [2207051, limited(24 * hourMs)],
  // The container is not ready, its file came too slowly, or an error that the platform calls passing.
  [2207027, unavailable],
  [2207003, unavailable],
  [2207032, unavailable],
  [2207053, unavailable],
  // The account is restricted until its owner has looked into the app.
  [2207050, rejected],
]);

const byCode = new Map<number, Verdict>([
  [0, unauthorized],
  [102, unauthorized],
  [190, unauthorized],
  [2500, unauthorized],
  [131005, unauthorized],
  // Somebody who never wrote has not consented to being looked at. It is about them, not about our token.
  [230, rejected],
  [2, unavailable],
  [131016, unavailable],
  [133004, unavailable],
  [4, limited(15 * minuteMs)],
  [17, limited(15 * minuteMs)],
  [32, limited(15 * minuteMs)],
  [613, limited(minuteMs)],
  [130429, limited(minuteMs)],
  [131056, limited(minuteMs)],
  [131048, limited(hourMs)],
  [133016, limited(hourMs)],
  // A temporary block for what the platform takes for abuse, without a word on its end. `rejected` would drop what
  // is allowed tomorrow, `unauthorized` would ask the owner for a login that changes nothing, and asking every few
  // minutes is what such blocks are made for. So: tomorrow.
  [368, limited(24 * hourMs)],
]);

/** Limits per kind of use: Pages, Instagram, Messenger, WhatsApp and more. */
const isUseCaseLimit = (code: number) => code >= 80_000 && code <= 80_014;
const isPermission = (code: number) => code === 3 || code === 10 || (code >= 200 && code <= 299);
/** "An unknown error": the platform itself does not know what became of it. */
const isItsOwnRiddle = (code: number) => code === 1 || code === -1 || code === -2 || code === 131000;

function verdictOf(error: PlatformError | undefined, status: number, isRepeatable: boolean): Verdict {
  const doubt: Verdict = isRepeatable ? unavailable : { kind: 'unknown_outcome' };
  if (error?.isOfExchange) return ofExchange(error, status, doubt);
  const { code, subcode } = error ?? {};
  const known = bySubcode.get(subcode ?? NaN) ?? byCode.get(code ?? NaN);
  if (known) return known;
  if (code !== undefined && isUseCaseLimit(code)) return limited(15 * minuteMs);
  if (error?.isTransient) return unavailable;
  if (code !== undefined && isPermission(code)) return ofPermission(error!.message);
  if (code !== undefined && isItsOwnRiddle(code)) return isWrongSecret(error!.message) ? rejected : doubt;
  return ofStatus(status, doubt);
}

/** An app with a wrong secret is answered with the code for what nobody knows. */
const isWrongSecret = (message: string) => /validating client secret/i.test(message);

function ofStatus(status: number, doubt: Verdict): Verdict {
  if (status === 429) return limited(15 * minuteMs);
  if (status === 401) return unauthorized;
  return status >= 500 ? doubt : rejected;
}

/** Code 10 also answers for figures that too few people stand behind, which no login changes. */
const ofPermission = (message: string): Verdict =>
  /not enough viewers/i.test(message) ? rejected : unauthorized;

/** A code that was used or is too old is mended by a new login; a wrong address or secret only by whoever set it. */
function ofExchange({ message }: PlatformError, status: number, doubt: Verdict): Verdict {
  if (/authorization code|matching code/i.test(message)) return unauthorized;
  return ofStatus(status, doubt);
}

function untilOf({ headers }: Reply, { waitMs = minuteMs }: Verdict, now: Date): Date {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  const saidMs = Math.max(
    (usageOf(headers)?.regainMinutes ?? 0) * minuteMs,
    seconds > 0 ? seconds * 1_000 : 0,
  );
  return new Date(now.getTime() + (saidMs > 0 ? saidMs : waitMs));
}

function codeText(error: PlatformError | undefined): string | undefined {
  if (error?.code === undefined) return undefined;
  return error.subcode === undefined ? String(error.code) : `${error.code}/${error.subcode}`;
}

function traceOf(error: PlatformError | undefined, { headers }: Reply): { trace?: string } {
  const trace = error?.trace ?? headers.get('x-fb-trace-id');
  return trace ? { trace } : {};
}

const scope = /\b(?:instagram|pages|whatsapp_business|business|catalog|leads|read|publish)_[a-z_]+\b/g;

function lackingIn(error: PlatformError | undefined): { lacking?: readonly string[] } {
  const lacking = [...new Set(error?.message.match(scope) ?? [])];
  return lacking.length > 0 ? { lacking } : {};
}

const messageLengthMax = 300;

/** Refusals repeat what they refuse, tokens included ("Malformed access token EAAG..."): nothing for the log. */
const shown = (message: string) =>
  message.replace(/[A-Za-z0-9_\-|.%]{32,}/g, '[...]').slice(0, messageLengthMax);

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const wholeOf = (value: unknown) => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
};
