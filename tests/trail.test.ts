import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { modules } from '../app/modules.ts';
import { sessionCookieName } from '../kit/http/credentials.ts';
import type { Endpoint } from '../kit/http/endpoint.ts';
import type { Sample, Samples } from '../kit/http/sample.ts';
import { buildServer } from '../kit/http/server.ts';
import { type Sql, sql } from '../kit/sql.ts';
import { testDatabase } from '../kit/testing/database.ts';
import { testGround } from '../kit/testing/ground.ts';
import { newPerson } from '../modules/identity/testing.ts';
import { addPersonalWorkspace, openDoor } from '../modules/workspaces/index.ts';
import { leavingHooks } from '../modules/workspaces/leaving.ts';
import { newWorkspace, staffedWorkspace, type TestWorkspace } from '../modules/workspaces/testing.ts';
import { payingOutside } from './outside/paying.ts';

const signedIn = 'signing in and proving oneself is kept among the sign-in events';
const halfway = 'half of a protocol, which changes nothing until the other half comes';
const asked = 'asks for a mail, which changes nothing until somebody follows its link';
const cameIn = 'from nobody in particular; what came in is itself the record of it';
const again = 'asks a platform, or works off, once more; what came of it is kept where that is listed';
const isItself =
  'what is written to a customer is itself the record, with who wrote it and what became of it';
const unsaid = 'one’s own beginnings, which nobody else sees';
const inLines = 'a line in the conversation says who did it and when, to all who read it';
const oneself = 'how far one has read, and that one is there now, is said again all day long';
const owed = 'nothing is written yet, and should be';
const saysItself = 'what it writes says itself who did it and when';
const sorting = 'everyday sorting: what is on something is seen on it, and taking it off is as easy';
const counting = 'a figure, and no change of anything somebody decided';
const idle = 'its sample finds nothing to change';
/** What leaves no entry, and why that is right. This list may only shrink. */
const withoutEntry: Readonly<Record<string, string>> = {
  'POST /session': signedIn,
  'DELETE /session': signedIn,
  'POST /session/second-factor': signedIn,
  'POST /session/passkey': signedIn,
  'POST /session/passkey/options': halfway,
  'POST /session/single-sign-on/:slug': halfway,
  'POST /me/proof': signedIn,
  'POST /me/proof/totp': signedIn,
  'POST /me/proof/passkey': signedIn,
  'POST /me/proof/passkey/options': halfway,
  'POST /me/passkeys/options': halfway,
  'POST /me/totp': halfway,
  'DELETE /me/sessions': signedIn,
  'DELETE /me/sessions/:sessionId': signedIn,
  'POST /w/:workspaceId/connection-answers': halfway,
  'POST /connection-installs': halfway,
  'POST /w/:workspaceId/connection-events/:eventId/replay': again,
  'POST /w/:workspaceId/connection-event-replays': again,
  'PUT /w/:workspaceId/connections/:accountId/sync-runs/:runId': again,
  'POST /w/:workspaceId/connections/:accountId/health-checks': again,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': isItself,
  'PATCH /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': isItself,
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': isItself,
  'POST /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/retry': isItself,
  'POST /w/:workspaceId/inbox/conversations/:conversationId/attachments': unsaid,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/reaction': isItself,
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/reaction': isItself,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/draft': unsaid,
  'POST /w/:workspaceId/billing/ai/check': again,
  'POST /w/:workspaceId/inbox/mailboxes/:mailboxId/checks': again,
  'PUT /w/:workspaceId/inbox/mailboxes/:mailboxId/mails/:messageId': isItself,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/status': inLines,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/notes/:messageId': saysItself,
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/notes/:messageId': inLines,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/read': oneself,
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/read': idle,
  'POST /w/:workspaceId/inbox/conversations/:conversationId/presence': oneself,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/priority': inLines,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/category': inLines,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/assignee': inLines,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/automation': inLines,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/tags/:tagId': inLines,
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/tags/:tagId': inLines,
  'PUT /w/:workspaceId/inbox/contacts/:contactId/tags/:tagId': sorting,
  'DELETE /w/:workspaceId/inbox/contacts/:contactId/tags/:tagId': sorting,
  'PUT /w/:workspaceId/inbox/contacts/:contactId/notes/:noteId': saysItself,
  'DELETE /w/:workspaceId/inbox/contacts/:contactId/notes/:noteId': sorting,
  'PUT /w/:workspaceId/inbox/contacts/:contactId/consents/:consentId': saysItself,
  'PUT /w/:workspaceId/inbox/saved-replies/:replyId/uses/:messageId': counting,
  'PUT /w/:workspaceId/inbox/comments/:commentId/replies/:replyId': isItself,
  'PUT /w/:workspaceId/inbox/comments/:commentId/private-replies/:replyId': isItself,
  'DELETE /w/:workspaceId/inbox/comments/:commentId/replies/:replyId': saysItself,
  'PUT /w/:workspaceId/inbox/comments/:commentId/status': sorting,
  'PUT /w/:workspaceId/inbox/comments/:commentId/triage': sorting,
  'PUT /w/:workspaceId/inbox/comments/:commentId/assignee': sorting,
  'PUT /w/:workspaceId/inbox/comments/:commentId/tags/:tagId': sorting,
  'DELETE /w/:workspaceId/inbox/comments/:commentId/tags/:tagId': sorting,
  'PUT /w/:workspaceId/inbox/comments/:commentId/notes/:noteId': saysItself,
  'DELETE /w/:workspaceId/inbox/comments/:commentId/notes/:noteId': sorting,
  'POST /password-reset': asked,
  'POST /email-confirmation/again': asked,
  'POST /referral-clicks': counting,
  'PUT /applications/:applicationId': cameIn,
  'PUT /waiting-list': cameIn,
  'PUT /demo-requests/:demoId': cameIn,
  'PUT /admin/demo-requests/:demoId/reminders/:reminderId': owed,
  'PUT /admin/demo-requests/:demoId/reminders/:reminderId/done': owed,
  'DELETE /admin/demo-requests/:demoId/reminders/:reminderId': owed,
  'POST /me/onboarding': owed,
  'DELETE /me/avatar': owed,
  'POST /admin/waiting-list/early-access': idle,
  'PATCH /admin/settings': idle,
  'DELETE /admin/people/:userId/disablement': idle,
  'DELETE /admin/people/:userId/administratorship': idle,
  'DELETE /me/deletion': idle,
  'PUT /me/referral': idle,
  'DELETE /w/:workspaceId/avatar': idle,
  'DELETE /w/:workspaceId/parent': idle,
  'DELETE /w/:workspaceId/locations/:locationId/closure': idle,
};

type Staffed = Awaited<ReturnType<typeof staffedWorkspace>>;
const origin = 'http://stoa.test';
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}` as keyof Samples<Staffed>;
const Count = z.object({ count: z.number() });

describe('every route that changes something', () => {
  let app: FastifyInstance;
  let samples: Samples<Staffed>;
  const routes = modules
    .flatMap((module) => module.routes)
    .filter(({ endpoint }) => endpoint.method !== 'GET');

  before(async () => {
    const ground = await testGround(modules);
    const doorkeeper = await openDoor(ground.db, ground.clock);
    const outside = { ...(await payingOutside()), settleIn: addPersonalWorkspace, ...leavingHooks };
    app = await buildServer({ ground, modules, doorkeeper, outside, publicUrl: origin, checkReplies: false });
    const doors = modules.map(({ name }) => import(`../modules/${name}/testing.ts`));
    samples = Object.assign({}, ...(await Promise.all(doors)).map((door) => door.samples));
    return async () => {
      await app.close();
      await doorkeeper.close();
    };
  });

  for (const [i, { endpoint }] of routes.entries()) {
    const name = nameOf(endpoint);
    const reason = withoutEntry[name];
    test(`${name} leaves ${reason ? 'no entry' : 'an entry'}`, async () => {
      const w = await staffedWorkspace(modules);
      const walker = endpoint.audience === 'admin' ? { ...w, ownerId: w.administratorId } : w;
      const request = requestOf(endpoint, await samples[name]!(walker), w.workspaceId);
      const cookie = `${sessionCookieName({ publicUrl: origin })}=${await w.signIn(walker.ownerId)}`;
      const before = [await countEntries(), await stateOf()] as const;

      const remoteAddress = `10.1.${i >> 8}.${i & 255}`;
      const headers = { ...request.headers, origin, cookie };
      const reply = await app.inject({ ...request, remoteAddress, headers });

      assert.equal(reply.statusCode, endpoint.status, reply.body);
      const changed = changedSince(before[1], await stateOf());
      const left = (await countEntries()) - before[0];
      if (reason) assert.equal(left, 0, 'it leaves an entry by now: take it off the list');
      else assert.ok(left > 0, `it leaves no entry, and changes ${changed.join(', ') || 'nothing'}`);
      if (reason === idle) assert.deepEqual(changed, [], 'its sample changes something by now');
    });
  }

  test('is what the list of those without an entry speaks of', () => {
    const names = routes.map(({ endpoint }) => String(nameOf(endpoint)));
    assert.deepEqual(
      Object.keys(withoutEntry).filter((name) => !names.includes(name)),
      [],
    );
  });
});

describe('an entry of the trail', () => {
  const tables = ['workspaces.audit_entries', 'identity.audit_entries'];
  const roles = ['app_server', 'authenticated', 'anon', 'service_role'];

  for (const table of tables) {
    for (const role of roles) {
      test(`CR-19 of ${table} is neither changed nor removed by ${role}`, async () => {
        const w = await newWorkspace();
        await recordIn(w);
        for (const statement of [
          `update ${table} set action = 'x.y'`,
          `update ${table} set changes = '{}'`,
          `delete from ${table}`,
          `truncate ${table}`,
        ])
          await assert.rejects(asRole(w, role, sql.trusted(statement)), { code: '42501' }, statement);
      });
    }
  }

  test('is written into the trail of the workspace one is in, whatever it says itself', async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const before = [await countEntries(ours), await countEntries(theirs)] as const;
    await ours.system.work((ctx) => ctx.tx.run(recording(theirs.workspaceId)));
    assert.deepEqual([await countEntries(ours), await countEntries(theirs)], [before[0] + 1, before[1]]);
  });

  test('is not made up by a direct client, for a workspace or for oneself', async () => {
    const w = await newWorkspace();
    const before = await countEntries();
    for (const workspaceId of [w.workspaceId, '00000000-0000-0000-0000-000000000000'])
      await assert.rejects(
        asRole({ ...w, workspaceId: workspaceId as never }, 'authenticated', recording(workspaceId)),
        { code: '42501' },
      );
    assert.equal(await countEntries(), before);
  });

  test('goes with the workspace, and stays for a person who goes', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    await w.as(admin, (ctx) => ctx.record(renamed));
    const before = await countEntries(w);
    await asOwner(sql`delete from identity.users where id = ${admin.userId}`);
    assert.equal(await countEntries(w), before);
    await asOwner(sql`delete from workspaces.workspaces where id = ${w.workspaceId}`);
    assert.equal(await countEntries(w), 0);
  });

  test('CR-20 about a person outside any workspace goes with the person', async () => {
    const w = await newWorkspace();
    const [personId, about] = [
      await newPerson(w.ground.db, w.ground.clock.now()),
      sql`select count(*)::int as count from identity.audit_entries where user_id = `,
    ];
    await asOwner(sql`
      insert into identity.audit_entries (id, user_id, actor_kind, category, action, subject_type, created_at)
      values (gen_random_uuid(), ${personId}, 'person', 'identity', 'identity.changed', 'person', now())`);
    await asOwner(sql`delete from identity.users where id = ${personId}`);
    assert.deepEqual(await (await owner()).one(Count, sql`${about}${personId}`), { count: 0 });
  });
});

const renamed = {
  category: 'settings',
  action: 'workspaces.renamed',
  subject: { type: 'workspace' },
} as const;
const recordIn = (w: TestWorkspace) => w.system.work((ctx) => ctx.record(renamed));

/** An entry that names a workspace of its own choice. */
const recording = (workspaceId: string) => sql`
  select app.record(jsonb_build_object('id', gen_random_uuid(), 'workspaceId', ${workspaceId}::text,
    'workspace_id', ${workspaceId}::text, 'actorKind', 'system', 'category', 'settings', 'action', 'x.y',
    'subjectType', 'z'), now())`;

const owner = async () => (await testDatabase()).reader({ kind: 'owner' });
const asOwner = async (statement: Sql) =>
  (await testDatabase()).transaction({ kind: 'owner' }, (tx) => tx.run(statement));

/** In the workspace by whatever way the role has of saying so: a setting, or its claims. */
const asRole = async (w: Pick<TestWorkspace, 'workspaceId' | 'ownerId'>, role: string, statement: Sql) =>
  (await testDatabase()).transaction({ kind: 'owner' }, async (tx) => {
    const claims = JSON.stringify({ sub: w.ownerId, workspace_id: w.workspaceId, role });
    await tx.run(sql`
      select set_config('app.workspace_id', ${w.workspaceId}, true),
             set_config('request.jwt.claims', ${claims}, true)`);
    await tx.run(sql.trusted(`set local role ${role}`));
    await tx.run(statement);
  });

/** Everywhere, or in one workspace. */
async function countEntries(w?: Pick<TestWorkspace, 'workspaceId'>): Promise<number> {
  const { count } = await (await owner()).one(
    Count,
    w
      ? sql`select count(*)::int as count from workspaces.audit_entries where workspace_id = ${w.workspaceId}`
      : sql`
        select (select count(*) from workspaces.audit_entries)::int
             + (select count(*) from identity.audit_entries)::int as count`,
  );
  return count;
}

/** What is in every table but those that keep account of what goes on, as a fingerprint. */
async function stateOf(): Promise<Record<string, string>> {
  const Digest = z.object({ name: z.string(), digest: z.string() });
  const each = (await tableNames()).map(
    (table) => sql`
      select ${table}::text as name, coalesce(md5(string_agg(t::text, '' order by t::text)), '') as digest
        from ${sql.trusted(table)} t`,
  );
  const found = await (await owner()).many(Digest, sql.join(each, sql` union all `));
  return Object.fromEntries(found.map(({ name, digest }) => [name, digest]));
}

const accountOfWhatGoesOn = ['sessions', 'sign_in_events', 'tickets', 'audit_entries'];
async function tableNames(): Promise<string[]> {
  const found = await (await owner()).many(
    z.object({ name: z.string() }),
    sql`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname = any (${modules.map(({ name }) => name)})
           and c.relname <> all (${accountOfWhatGoesOn})`,
  );
  return found.map(({ name }) => name);
}

const changedSince = (before: Record<string, string>, after: Record<string, string>) =>
  Object.keys(after).filter((table) => after[table] !== before[table]);

function requestOf(endpoint: Endpoint, sample: Sample, workspaceId: string) {
  const params: Record<string, string> = { ...sample.params, workspaceId };
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!));
  const query = Object.fromEntries(
    Object.entries(sample.query ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const { method } = endpoint;
  const headers: Record<string, string> = sample.upload ? { 'content-type': sample.upload.type } : {};
  const payload = sample.upload ? Buffer.from(sample.upload.bytes) : (sample.body ?? {});
  return { method, url: `/api${path}`, query, headers, payload };
}
