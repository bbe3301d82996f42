import { z } from 'zod';
import {
  after,
  type Exchange,
  exchange,
  isGood,
  type Outside,
  readShape,
  trouble,
  troubleByStatus,
} from '../answer.ts';
import type { TroubleKind } from '../trouble.ts';
import type { Call } from '../wire.ts';

export interface Tokens {
  readonly accessToken: string;
  /** Absent where the platform gives none, or where the one in use stays. */
  readonly refreshToken?: string;
  readonly expiresAt?: Date;
  readonly refreshExpiresAt?: Date;
  /** What was granted, which may be less than what was asked. */
  readonly scopes: readonly string[];
}

export interface TokenAsk {
  readonly url: string;
  /** `POST /token (refresh_token)` */
  readonly name: string;
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly json?: unknown;
  /** An answer without `scope` grants what was asked (RFC 6749, 5.1). */
  readonly asked?: readonly string[] | undefined;
}

/**
 * Asks for tokens. Asking twice is harmless: the second time gives tokens again or `invalid_grant`, so a lost answer is
 * `unavailable` and never `unknown_outcome`.
 */
export async function askForTokens(provider: string, outside: Outside, ask: TokenAsk): Promise<Tokens> {
  const { asked = [], ...rest } = ask;
  const call: Call = { method: 'POST', isRepeatable: true, ...rest };
  const answer = await exchange(provider, outside, call);
  if (!isGood(answer.reply) || oauthError(answer) !== undefined) throw oauthTrouble(answer);
  return tokensOf(readShape(TokenReply, answer), asked, answer.now);
}

const seconds = z.coerce.number().positive();
const TokenReply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: seconds.nullish(),
  refresh_token_expires_in: seconds.nullish(),
  scope: z.string().nullish(),
});

function tokensOf(reply: z.infer<typeof TokenReply>, asked: readonly string[], now: Date): Tokens {
  const { expires_in, refresh_token, refresh_token_expires_in, scope } = reply;
  return {
    accessToken: reply.access_token,
    scopes: scope == null ? asked : scope.split(/[\s,]+/).filter(Boolean),
    ...(refresh_token != null && { refreshToken: refresh_token }),
    ...(expires_in != null && { expiresAt: after(now, expires_in * 1000) }),
    ...(refresh_token_expires_in != null && {
      refreshExpiresAt: after(now, refresh_token_expires_in * 1000),
    }),
  };
}

const OAuthError = z.object({
  error: z.string().min(1),
  error_description: z.string().nullish().catch(undefined),
});

const oauthError = ({ reply }: Exchange) => {
  const read = OAuthError.safeParse(reply.json);
  return read.success
    ? { code: read.data.error, words: read.data.error_description ?? undefined }
    : undefined;
};

/**
 * What an `error` that is a string stands for. `invalid_client` is final and nothing a person who connects again can
 * mend: the application itself is registered wrongly.
 */
const kinds: Readonly<Record<string, TroubleKind>> = {
  invalid_grant: 'unauthorized',
  invalid_token: 'unauthorized',
  invalid_subject_token: 'unauthorized',
  access_denied: 'unauthorized',
  insufficient_scope: 'unauthorized',
  invalid_client: 'rejected',
  unauthorized_client: 'rejected',
  invalid_request: 'rejected',
  invalid_scope: 'rejected',
  invalid_target: 'rejected',
  unsupported_grant_type: 'rejected',
  unsupported_response_type: 'rejected',
  redirect_uri_mismatch: 'rejected',
  slow_down: 'rate_limited',
  rate_limit_exceeded: 'rate_limited',
  temporarily_unavailable: 'unavailable',
  server_error: 'unavailable',
  internal_failure: 'unavailable',
};

/** A refusal in OAuth's own words, or by its status where there are none. */
export function oauthTrouble(answer: Exchange) {
  const told = oauthError(answer);
  const { status } = answer.reply;
  // A busy or broken server that puts a final word into its answer has still not decided anything.
  const isForNow = status === 429 || status >= 500;
  const kind = told === undefined || isForNow ? undefined : kinds[told.code];
  return kind === undefined ? troubleByStatus(answer, told) : trouble(answer, kind, told);
}
