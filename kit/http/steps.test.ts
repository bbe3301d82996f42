import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { refusedOnRecord } from '../audit.ts';
import type { Ctx } from '../ctx.ts';
import { kitError } from '../errors.ts';
import { WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { Bytes, endpoint, route, routeInSteps } from './endpoint.ts';
import { notesOwner, notesServer } from './testing.ts';

const Nothing = z.object({});
const attempt = endpoint({
  method: 'POST',
  path: '/attempts',
  audience: 'anybody',
  summary: 'Try, and be refused',
  body: { agent: z.string() },
  reply: Nothing,
});

const attempts = z.object({ count: z.coerce.number() });
const countAttempts = (agent: string) => sql`
  select count(*) as count from identity.sign_in_events where agent = ${agent}`;

describe('a route in steps', () => {
  test('keeps what a step wrote although the request is refused', async () => {
    const { app, ground } = await notesServer({
      extra: [
        routeInSteps(attempt, async (steps, { body }) => {
          await steps.work((ctx) =>
            ctx.tx.run(sql`
              insert into identity.sign_in_events (id, event, succeeded, agent, created_at)
              values (gen_random_uuid(), 'sign_in', false, ${body.agent}, ${ctx.now})`),
          );
          throw kitError('not_signed_in');
        }),
      ],
    });

    const reply = await app.inject({ method: 'POST', url: '/api/attempts', payload: { agent: 'kept' } });

    assert.equal(reply.statusCode, 401);
    const { count } = await ground.db.reader({ kind: 'owner' }).one(attempts, countAttempts('kept'));
    assert.equal(count, 1);
  });

  test('has no transaction open between its steps', async () => {
    const open = z.object({ open: z.coerce.number() });
    const { app } = await notesServer({
      extra: [
        routeInSteps(attempt, async (steps) => {
          await steps.work((ctx) => ctx.tx.run(sql`select 1`));
          const { open: left } = await steps.reader.one(
            open,
            sql`
              select count(*) as open from pg_stat_activity
               where datname = current_database() and state like 'idle in transaction%'`,
          );
          assert.equal(left, 0);
          return {};
        }),
      ],
    });
    const reply = await app.inject({ method: 'POST', url: '/api/attempts', payload: { agent: 'x' } });
    assert.equal(reply.statusCode, 200, reply.body);
  });

  test('cannot be one that is to keep an Idempotency-Key', async () => {
    const ofPerson = endpoint({ ...spec, path: '/kept', audience: 'person' });
    const extra = [routeInSteps(ofPerson as never, async () => ({}))];
    await assert.rejects(notesServer({ extra }), /keeps no Idempotency-Key in steps/);
  });
});

const spec = { method: 'POST', summary: 'Do it', reply: Nothing } as const;

describe('a route for administrators', () => {
  const kind = z.object({ kind: z.string() });
  const close = endpoint({ ...spec, path: '/admin/closing', audience: 'admin', reply: kind });
  const extra = [route(close, async ({ actor }) => ({ kind: actor.kind }))];

  test('is refused to whoever is signed in and looks after nothing', async () => {
    const { ask, app } = await notesOwner({ extra });
    assert.equal(
      (await ask({ method: 'POST', url: '/api/admin/closing' })).json().code,
      'stoa.not_permitted',
    );
    assert.equal((await app.inject({ method: 'POST', url: '/api/admin/closing' })).statusCode, 401);
  });

  const asAdministrator = async () => {
    const { app, userId } = await notesOwner();
    await app.close();
    const door = {
      person: async () => ({ userId, isAdministrator: true }),
      member: async () => undefined,
    };
    const server = await notesServer({ extra, doorkeeper: door });
    return (key?: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/admin/closing',
        headers: { authorization: 'Bearer anything', ...(key && { 'idempotency-key': key }) },
      });
  };

  test('is carried out for an administrator, as one', async () => {
    const close = await asAdministrator();
    assert.deepEqual((await close()).json(), { kind: 'administrator' });
  });

  test('is carried out once under one Idempotency-Key', async () => {
    const close = await asAdministrator();
    const first = await close('once');
    const again = await close('once');
    assert.deepEqual([first.statusCode, first.json()], [200, { kind: 'administrator' }]);
    assert.deepEqual([again.headers['idempotency-replayed'], again.json()], ['true', first.json()]);
  });

  test('is refused at the start under another path', async () => {
    const loose = endpoint({ ...spec, path: '/closing', audience: 'admin' });
    await assert.rejects(notesServer({ extra: [route(loose, async () => ({}))] }), /under \/admin/);
  });
});

describe('a route that answers bytes', () => {
  test('sends them as they are made, to be saved and kept nowhere', async () => {
    const download = endpoint({
      method: 'GET',
      path: '/rows.csv',
      audience: 'anybody',
      summary: 'Rows',
      bytes: 'text/csv',
      reply: Bytes,
    });
    async function* rows() {
      yield 'a,b\n';
      yield '1,2\n';
    }
    const { app } = await notesServer({
      extra: [
        route(download, async () => ({ contentType: 'text/csv', fileName: 'rows.csv', stream: rows() })),
      ],
    });

    const reply = await app.inject({ url: '/api/rows.csv' });

    assert.equal(reply.body, 'a,b\n1,2\n');
    assert.equal(reply.headers['content-disposition'], 'attachment; filename="rows.csv"');
    assert.equal(reply.headers['content-type'], 'text/csv');
    assert.match(String(reply.headers['cache-control']), /no-store/);
  });
});

describe('a refusal that is worth keeping', () => {
  test('is in the trail, and what was written before it is not', async () => {
    const knock = endpoint({
      ...spec,
      path: '/w/:workspaceId/knock',
      audience: 'workspace',
      permission: 'notes.write',
      params: { workspaceId: WorkspaceId },
      reply: Nothing,
    });
    const entry = (action: string) => ({ category: 'settings', action, subject: { type: 'door' } }) as const;
    const refuse = async (ctx: Ctx) => {
      await ctx.record(entry('notes.opened'));
      throw refusedOnRecord(kitError('not_found'), { ...entry('notes.knocked'), errorCode: 'not_found' });
    };
    const { ask, ground, workspaceId } = await notesOwner({ extra: [route(knock, refuse)] });

    const reply = await ask({ method: 'POST', url: `/api/w/${workspaceId}/knock` });

    assert.equal(reply.statusCode, 404);
    const kept = await ground.db
      .reader({ kind: 'owner' })
      .many(
        z.object({ action: z.string(), succeeded: z.boolean() }),
        sql`select action, succeeded from workspaces.audit_entries where workspace_id = ${workspaceId}`,
      );
    assert.deepEqual(kept, [{ action: 'notes.knocked', succeeded: false }]);
  });
});
