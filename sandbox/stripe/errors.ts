import { type Answer, json } from '../http.ts';

interface Facts {
  readonly type: string;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly payment_intent?: unknown;
}

/** Thrown anywhere in answering: it is the answer. */
export class StripeProblem extends Error {
  readonly status: number;
  readonly facts: Facts;
  constructor(status: number, message: string, facts: Partial<Facts> = {}) {
    super(message);
    this.status = status;
    this.facts = { type: 'invalid_request_error', ...facts };
  }
}

export function problemAnswer({ status, message, facts }: StripeProblem, requestId: string): Answer {
  const { code } = facts;
  const error = {
    ...(code !== undefined && {
      doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    }),
    ...facts,
    message,
    request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
  };
  return json({ error }, status);
}

export const missing = (param: string) =>
  new StripeProblem(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param });
export const invalid = (param: string, message: string, code?: string) =>
  new StripeProblem(400, message, { param, code });
export const noSuch = (kind: string, id: string, status = 404, param = 'id') =>
  new StripeProblem(status, `No such ${kind}: '${id}'`, { code: 'resource_missing', param });
