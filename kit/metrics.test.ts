import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { openMetrics, registerMetrics } from './metrics.ts';

async function served(bearer?: string) {
  const metrics = openMetrics({ process: 'test' });
  const app: FastifyInstance = Fastify();
  registerMetrics(app, { metrics, bearer });
  app.get('/w/:workspaceId/notes', async () => []);
  app.get('/stream', async (_request, reply) => reply.type('text/event-stream').send('data: 1\n\n'));
  await app.ready();
  const read = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    app.inject({ url: '/metrics', headers, remoteAddress });
  return { metrics, app, read };
}

describe('metrics', () => {
  test('times requests by route template, so that ids never become series', async () => {
    const { app, read } = await served();
    for (const id of ['one', 'two', 'three']) await app.inject(`/w/${id}/notes`);
    await app.inject('/w/one/nothing-here');
    const { body } = await read();
    assert.match(
      body,
      /stoa_http_request_seconds_count\{[^}]*route="\/w\/:workspaceId\/notes"[^}]*status="200"[^}]*\} 3/,
    );
    assert.match(body, /route="unknown"[^}]*status="404"/);
    assert.ok(!/route="[^"]*(one|two|nothing-here)/.test(body));
  });

  test('does not take an open stream for a slow request', async () => {
    const { app, read } = await served();
    await app.inject('/stream');
    assert.ok(!(await read()).body.includes('route="/stream"'));
  });

  test('counts jobs, calls, the pool, streams and the event loop', async () => {
    const { metrics, read } = await served();
    metrics.job({ name: 'inbox.send_reply', outcome: 'completed', seconds: 0.2 });
    metrics.call({ provider: 'meta', operation: 'send_message', outcome: 'unknown', seconds: 3 });
    metrics.watchPool(() => ({ open: 5, idle: 2, waiting: 7 }));
    metrics.watchStreams(() => 42);
    const { body, headers } = await read();
    assert.match(String(headers['content-type']), /^text\/plain/);
    for (const line of [
      /stoa_job_seconds_count\{[^}]*job="inbox.send_reply"[^}]*outcome="completed"[^}]*\} 1/,
      /stoa_provider_call_seconds_count\{[^}]*provider="meta"[^}]*outcome="unknown"[^}]*\} 1/,
      /stoa_database_connections\{[^}]*state="busy"[^}]*\} 3/,
      /stoa_database_connections\{[^}]*state="waiting"[^}]*\} 7/,
      /stoa_stream_sessions\{[^}]*\} 42/,
      /nodejs_eventloop_lag_p99_seconds/,
    ]) {
      assert.match(body, line);
    }
  });

  test('is not there for another machine', async () => {
    const { read } = await served();
    assert.equal((await read({}, '10.1.2.3')).statusCode, 404);
    assert.equal((await read({}, '::ffff:127.0.0.1')).statusCode, 200);
  });

  test('is not there for the world behind a proxy on this machine', async () => {
    const { read } = await served();
    assert.equal((await read({ 'x-forwarded-for': '203.0.113.9' })).statusCode, 404);
    assert.equal((await read({ forwarded: 'for=203.0.113.9' })).statusCode, 404);
  });

  test('asks for the bearer token, also from this machine, once there is one', async () => {
    const { read } = await served('open-sesame');
    assert.equal((await read()).statusCode, 404);
    assert.equal((await read({ authorization: 'Bearer open-sesamE' })).statusCode, 404);
    assert.equal((await read({ authorization: 'Bearer open-sesame' }, '10.1.2.3')).statusCode, 200);
  });
});
