import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { beforeEach, describe, test } from 'node:test';
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
import Fastify from 'fastify';
import { AppError } from './errors.ts';
import { openLog } from './log.ts';
import { activeTraceId, inSpan, openTracing, registerTracing, traceHeaders } from './tracing.ts';

const callerTrace = 'c'.repeat(32);

describe('tracing while off', () => {
  test('runs the work, hands on its error and adds no headers', async () => {
    assert.equal(await inSpan('job', 'a', {}, async () => 7), 7);
    await assert.rejects(
      inSpan('job', 'a', {}, async () => Promise.reject(new Error('mine'))),
      { message: 'mine' },
    );
    assert.deepEqual([traceHeaders(), activeTraceId()], [{}, undefined]);
  });

  test('says in one line which packages are missing, and carries on', async () => {
    const lines: string[] = [];
    const log = openLog({ name: 't', level: 'debug', to: { write: (line) => lines.push(line) } });
    const tracing = await openTracing({ endpoint: 'http://127.0.0.1:4318', serviceName: 'stoa', log });
    await tracing.close();
    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /tracing is off.*npm install @opentelemetry\/sdk-node/);
  });

  test('loads nothing when no endpoint is configured', async () => {
    const log = openLog({ name: 't', level: 'silent' });
    const load = () => assert.fail('loaded');
    await (await openTracing({ endpoint: undefined, serviceName: 'stoa', log, load })).close();
  });
});

describe('tracing while on', () => {
  const spans: Recorded[] = [];
  beforeEach(() => {
    spans.length = 0;
    record(spans);
  });

  test('nests a statement in its request, across reading a body', async (t) => {
    const app = Fastify({ genReqId: () => 'q1' });
    t.after(() => app.close());
    registerTracing(app);
    app.post('/w/:workspaceId/notes', async () =>
      inSpan('statement', 'insertNote', {}, async () => ({ id: activeTraceId() })),
    );
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    // In two pieces, so that the rest comes out of the socket's own context.
    const asked = request(`${address}/w/one/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-trace': callerTrace },
    });
    asked.write('{"text":');
    setTimeout(() => asked.end('"the rest"}'), 50);
    const [answer] = await once(asked, 'response');
    assert.deepEqual(await json(answer), { id: callerTrace });
    await app.close();
    const [statement, served] = spans;
    assert.deepEqual([statement?.name, served?.name], ['insertNote', 'POST /w/:workspaceId/notes']);
    assert.equal(statement?.parent, served?.spanId);
    assert.equal(served?.attributes['http.response.status_code'], 200);
    assert.equal(served?.attributes['stoa.request_id'], 'q1');
  });

  test('marks a fault as an error and a refusal as an answer', async () => {
    const refusal = new AppError({ code: 'a.refused', status: 409, message: 'no' });
    await assert.rejects(inSpan('call', 'refused', {}, () => Promise.reject(refusal)));
    await assert.rejects(inSpan('call', 'broken', {}, () => Promise.reject(new TypeError('bug'))));
    assert.deepEqual(
      spans.map(({ name, error, attributes }) => [name, error, attributes['error.type']]),
      [
        ['refused', false, 'a.refused'],
        ['broken', true, 'TypeError'],
      ],
    );
  });

  test('hands its place in the trace to the other side of a call', async () => {
    await inSpan('call', 'outgoing', {}, async () => {
      assert.equal(traceHeaders()['x-trace'], activeTraceId());
    });
  });
});

interface Recorded {
  name: string;
  spanId: string;
  parent: string | undefined;
  attributes: Attributes;
  error: boolean;
}

/** The smallest SDK there is: the API's own seams, filled with a list. */
function record(into: Recorded[]): void {
  trace.disable();
  context.disable();
  propagation.disable();
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
}

const spanContext = (traceId: string, spanId: string): SpanContext => ({ traceId, spanId, traceFlags: 1 });
