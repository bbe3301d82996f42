import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';

/** The trace that a caller's `x-trace` header continues. */
export const callerTrace = 'c'.repeat(32);

export interface Recorded {
  name: string;
  spanId: string;
  parent: string | undefined;
  attributes: Attributes;
  error: boolean;
}

/** The smallest SDK there is: the API's own seams, filled with a list. Answers the list of the spans that ended. */
export function recordSpans(): readonly Recorded[] {
  const into: Recorded[] = [];
  stopRecording();
  const store = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => store.getStore() ?? ROOT_CONTEXT,
    with: (ctx, fn, self, ...args) => store.run(ctx, () => fn.call(self as never, ...args)),
    bind: (_ctx, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  context.setGlobalContextManager(manager);
  const propagator: TextMapPropagator = {
    inject: (ctx, carrier: any) => {
      carrier['x-trace'] = trace.getSpanContext(ctx)?.traceId;
    },
    extract: (ctx, carrier: any) =>
      carrier['x-trace'] ? trace.setSpanContext(ctx, spanContext(carrier['x-trace'], 'f'.repeat(16))) : ctx,
    fields: () => ['x-trace'],
  };
  propagation.setGlobalPropagator(propagator);
  let counter = 0;
  const start = (name: string, options: { attributes?: Attributes } = {}, ctx = context.active()) => {
    const parent = trace.getSpanContext(ctx);
    counter += 1;
    const spanId = String(counter).padStart(16, '0');
    const own = spanContext(parent?.traceId ?? 'a'.repeat(32), spanId);
    const recorded: Recorded = {
      name,
      spanId,
      parent: parent?.spanId,
      attributes: { ...options.attributes },
      error: false,
    };
    const span = {
      spanContext: () => own,
      setAttribute: (key: string, value: never) => {
        recorded.attributes[key] = value;
        return span;
      },
      setStatus: () => {
        recorded.error = true;
        return span;
      },
      end: () => into.push(recorded),
    } as unknown as Span;
    return span;
  };
  const tracer = {
    startSpan: start,
    startActiveSpan: (name: string, options: object, fn: (span: Span) => unknown) => {
      const span = start(name, options);
      return context.with(trace.setSpan(context.active(), span), () => fn(span));
    },
  };
  trace.setGlobalTracerProvider({ getTracer: () => tracer as never });
  return into;
}

/** Off again, as other files of the same process expect it. */
export function stopRecording(): void {
  trace.disable();
  context.disable();
  propagation.disable();
}

const spanContext = (traceId: string, spanId: string): SpanContext => ({ traceId, spanId, traceFlags: 1 });
