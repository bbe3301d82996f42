import Stripe from 'stripe';
import { after } from '../answer.ts';
import { Trouble, type TroubleKind } from '../trouble.ts';
import type { StripeCall } from './stripe.ts';

const pauseMsUsual = 2000;

/** What is no error of Stripe's is a mistake of the caller and stays what it is. */
export function stripeTrouble(error: unknown, call: StripeCall, now: Date): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const kind = kindOf(error, call);
  const code = [error.code, error.decline_code].filter(Boolean).join('/') || undefined;
  return new Trouble(
    kind,
    `stripe answered ${call.name} with ${[error.statusCode, error.type, code].filter(Boolean).join(' ')}`,
    {
      provider: 'stripe',
      call: call.name,
      status: error.statusCode,
      code,
      until: kind === 'rate_limited' ? comeAgainAt(error, now) : undefined,
      trace: error.requestId,
      cause: error,
    },
  );
}

function kindOf(error: Stripe.errors.StripeError, call: StripeCall): TroubleKind {
  const uncertain = (call.isRepeatable ?? call.name.startsWith('GET ')) ? 'unavailable' : 'unknown_outcome';
  const { errors } = Stripe;
  if (error instanceof errors.StripeConnectionError)
    return isBeforeAnything(error) ? 'unavailable' : uncertain;
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return 'unauthorized';
  if (error instanceof errors.StripeRateLimitError || error.statusCode === 429) return 'rate_limited';
  // Its twin is being worked on: when that is done, the same key gives its result.
  if (error.statusCode === 409) return 'unavailable';
  // What the platform says of itself goes above what its status would mean.
  const advice = error.headers?.['stripe-should-retry'];
  if (advice === 'true') return uncertain;
  if (advice === 'false' && isRefusal(error)) return 'rejected';
  return isRefusal(error) ? 'rejected' : uncertain;
}

const isRefusal = ({ statusCode }: Stripe.errors.StripeError) =>
  statusCode !== undefined && statusCode >= 400 && statusCode < 500;

/** Nobody was there to hear it. */
function isBeforeAnything(error: Stripe.errors.StripeError): boolean {
  const codes = [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ];
  const causes = [error.detail, (error.detail as Error | undefined)?.cause];
  return causes.some((cause) => codes.includes((cause as { code?: string } | undefined)?.code ?? ''));
}

function comeAgainAt(error: Stripe.errors.StripeError, now: Date): Date {
  const seconds = Number(error.headers?.['retry-after']);
  return after(now, seconds > 0 ? seconds * 1000 : pauseMsUsual);
}
