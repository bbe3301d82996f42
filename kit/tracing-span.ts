import {
  type Attributes,
  context,
  INVALID_SPAN_CONTEXT,
  ProxyTracer,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { AppError } from './errors.ts';

export type SpanSort = 'statement' | 'job' | 'call' | 'step';

const kindOf: Record<SpanSort, SpanKind> = {
  statement: SpanKind.CLIENT,
  job: SpanKind.CONSUMER,
  call: SpanKind.CLIENT,
  step: SpanKind.INTERNAL,
};
const unrecorded = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/** Undefined while tracing is off: until somebody registers an SDK, the API hands out stand-ins. */
export function activeTracer(): Tracer | undefined {
  const tracer = trace.getTracer('stoa');
  return tracer instanceof ProxyTracer ? undefined : tracer;
}

/**
 * Runs the work inside a span. While tracing is off it runs as it is. Attributes are names and counts: no person's
 * words, no secrets, no SQL values.
 */
export function inSpan<T>(
  sort: SpanSort,
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const tracer = activeTracer();
  if (!tracer) return work(unrecorded);
  return tracer.startActiveSpan(name, { kind: kindOf[sort], attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Headers that let the other side of a call continue this trace. Only for hosts that are ours to tell. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** The id to put beside the request id in a log line; undefined while tracing is off. */
export function activeTraceId(): string | undefined {
  const spanContext = trace.getActiveSpan()?.spanContext();
  return spanContext && trace.isSpanContextValid(spanContext) ? spanContext.traceId : undefined;
}

export function markFailed(span: Span, error: unknown): void {
  const code = error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown';
  span.setAttribute('error.type', code);
  // A refusal is an answer, not a fault: an alert on failed spans must not ring for a wrong password.
  if (error instanceof AppError && error.status < 500) return;
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}
