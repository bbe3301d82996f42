import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { after, beforeEach, describe, test } from 'node:test';
import Fastify from 'fastify';
import { AppError } from './errors.ts';
import { openLog } from './log.ts';
import { openTracing, registerTracing } from './tracing.ts';
import { activeTraceId, inSpan, traceHeaders } from './tracing-span.ts';
import { callerTrace, type Recorded, recordSpans, stopRecording } from './tracing-testing.ts';

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
  let spans: readonly Recorded[] = [];
  beforeEach(() => {
    spans = recordSpans();
  });
  after(stopRecording);

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
