import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { type MemberActor, type Role, roles } from '../kit/ctx.ts';
import { sql } from '../kit/sql.ts';
import { heldAnswer } from '../modules/autopilot/approvals/testing.ts';
import { raised } from '../modules/autopilot/escalations/testing.ts';
import { autopilot } from '../modules/autopilot/index.ts';
import { remembered } from '../modules/autopilot/memories/testing.ts';
import { autopilotPolicy } from '../modules/autopilot/rights/contract.ts';
import { approached, talked } from '../modules/autopilot/sessions/testing.ts';
import { connections } from '../modules/connections/index.ts';
import { identity } from '../modules/identity/index.ts';
import { inbox } from '../modules/inbox/index.ts';
import { knowledge } from '../modules/knowledge/index.ts';
import { workspaces } from '../modules/workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../modules/workspaces/testing.ts';
import { asOwner, at, Row, readAs, refused, unwritable, whole } from './direct-clients.ts';

const views = [
  ...['socialsync.ai_settings', 'socialsync.ai_decisions', 'socialsync.support_escalations'],
  ...['creator.ai_context', 'creator.ai_training_data', 'selify.ai_personas', 'selify.bot_interactions'],
];
/** SE-143 */
const serversAlone = ['conversation_sessions', 'conversation_messages', 'user_preferences'].map(
  (name) => `selify.${name}`,
);

/** Something in every view. */
async function filled() {
  const w = await newWorkspace([identity, workspaces, connections, knowledge, inbox, autopilot]);
  const me = await w.member('owner');
  await heldAnswer(w);
  const { escalationId } = await raised(w);
  await approached(w);
  await talked(w);
  await remembered(w);
  await fillBeside(w, me);
  return { w, me, escalationId };
}

async function fillBeside({ workspaceId }: TestWorkspace, { memberId }: MemberActor) {
  await asOwner(async (tx) => {
    await tx.run(sql`
      insert into autopilot.settings (workspace_id, flagged_keywords, created_at, updated_at)
      values (${workspaceId}, '{casino}', ${at}, ${at})`);
    await tx.run(sql`
      insert into autopilot.personas (workspace_id, id, name, created_at, updated_at)
      values (${workspaceId}, gen_random_uuid(), 'Iris', ${at}, ${at})`);
    await tx.run(sql`
      insert into autopilot.context_texts (workspace_id, id, member_id, kind, content, created_at, updated_at)
      values (${workspaceId}, gen_random_uuid(), ${memberId}, 'tone', 'We say du.', ${at}, ${at})`);
    await tx.run(sql`
      insert into autopilot.training_texts (workspace_id, id, member_id, kind, content, created_at)
      values (${workspaceId}, gen_random_uuid(), ${memberId}, 'caption', 'Linen.', ${at})`);
  });
}

describe('the lenses on the autopilot', () => {
  test("show the workspace the claims name, and nothing of another's", async () => {
    const [ours, theirs] = [await filled(), await filled()];
    for (const view of views) {
      const found = await readAs(ours.w, ours.me, sql`select t::text as told from (${whole(view)}) t`);
      assert.ok(found.length > 0, view);
      for (const id of [theirs.w.workspaceId, theirs.me.userId, theirs.escalationId])
        assert.ok(!found.some(({ told }) => String(told).includes(id)), view);
    }
  });

  test('show each role what the server would', async () => {
    const { w } = await filled();
    for (const role of roles) {
      const member = await w.member(role);
      const may = (autopilotPolicy['autopilot.read'] as readonly Role[]).includes(role);
      for (const view of views.filter((name) => !name.startsWith('creator.')))
        assert.equal((await readAs(w, member, whole(view))).length > 0, may, `${view} to ${role}`);
    }
    const shutOut = await w.member('member');
    const shut = async (permission: string) =>
      asOwner((tx) =>
        tx.run(sql`
          update workspaces.members set withdrawn_permissions = array[${permission}]
           where workspace_id = ${w.workspaceId} and id = ${shutOut.memberId}`),
      );
    await shut('autopilot.read');
    for (const view of views) assert.deepEqual(await readAs(w, shutOut, whole(view)), [], view);
    // What was decided about a conversation is for those who may read it.
    await shut('inbox.read');
    for (const view of ['ai_decisions', 'support_escalations'])
      assert.deepEqual(await readAs(w, shutOut, whole(`socialsync.${view}`)), [], view);
  });

  test('SE-143 sessions, what was said in them and what is remembered are the server’s alone', async () => {
    const { w, me } = await filled();
    for (const view of [...serversAlone, 'autopilot.approvals', 'autopilot.turns'])
      await assert.rejects(readAs(w, me, whole(view)), refused, view);
    const all = await asOwner(async (tx) => {
      await tx.run(sql`select set_config('app.workspace_id', ${w.workspaceId}, true)`);
      const rows: z.infer<typeof Row>[][] = [];
      for (const view of serversAlone) rows.push(await tx.many(Row, sql`${whole(view)} limit 500`));
      return rows;
    });
    const [session, said, preference] = all.map((rows) => rows[0]!);
    assert.ok('isActive' in session! && 'costMicroUnits' in said! && 'preferenceKey' in preference!);
  });

  test('CR-74 CR-75 texts are shown to whoever wrote them', async () => {
    const { w, me } = await filled();
    const other = await w.member('admin');
    for (const view of ['creator.ai_context', 'creator.ai_training_data']) {
      assert.deepEqual(
        (await readAs(w, me, whole(view))).map(({ userId }) => userId),
        [me.userId],
      );
      assert.deepEqual(await readAs(w, other, whole(view)), [], view);
    }
  });

  test('SS-30 SS-32 the examples of the document run as they are written', async () => {
    const { w, me } = await filled();
    // Whose a workspace is, is whoever was its owner first.
    const owner = { ...me, userId: w.ownerId };
    const stats = await readAs(
      w,
      owner,
      sql`
      select decision, count(*) as count, avg(confidence) as avg_confidence from ai_decisions
       where user_id = auth.uid() and created_at >= now() - interval '7 days' group by decision`,
      'socialsync',
    );
    const first = await readAs(w, owner, sql`select created_at from ai_decisions limit 1`, 'socialsync');
    const isRecent = Date.now() - (first[0]!.createdAt as Date).getTime() < 7 * 86_400_000;
    assert.equal(stats.length, isRecent ? 1 : 0);
    const open = await readAs(
      w,
      owner,
      sql`
      select e.*, c.customer_name from support_escalations e join conversations c on c.id = e.conversation_id
       where e.user_id = auth.uid() and e.notified = false order by e.created_at desc`,
      'socialsync',
    );
    assert.deepEqual(
      open.map(({ reason, customerName, notified }) => [reason, customerName, notified]),
      [['human_requested', 'Ada Adler', false]],
    );
  });

  test('SS-08 SS-10 the settings are changed through it by who may, a version more and with an entry', async () => {
    const { w, me } = await filled();
    const owner = { ...me, userId: w.ownerId };
    const change = (actor: MemberActor, temperature = 0.7) =>
      readAs(
        w,
        actor,
        sql`
        update ai_settings set ai_model = 'openai/gpt-4o', temperature = ${temperature},
               flagged_keywords = array['spam', 'viagra', 'casino']
         where user_id = ${w.ownerId} returning ai_model, temperature::float8 as temperature`,
        'socialsync',
      );
    assert.deepEqual(await change(owner), [{ aiModel: 'openai/gpt-4o', temperature: 0.7 }]);
    const { version, entries } = await asOwner((tx) =>
      tx.one(
        z.object({ version: z.number(), entries: z.number() }),
        sql`
        select s.version, (select count(*)::int from workspaces.audit_entries a
                 where a.workspace_id = s.workspace_id and a.action = 'autopilot.changed_directly') as entries
          from autopilot.settings s where s.workspace_id = ${w.workspaceId}`,
      ),
    );
    assert.deepEqual([version, entries], [2, 1]);
    assert.deepEqual(await change(await w.member('member')), []);
    await assert.rejects(change(owner, 2.1), { code: '23514' });
  });

  test('SE-85 money is in cents there, and none of the rest is written through', async () => {
    const { w, me } = await filled();
    const [persona] = await readAs(w, me, whole('selify.ai_personas'));
    assert.equal(Number(persona!.maxAutonomousValueCents), 5_000);
    for (const view of views)
      await assert.rejects(
        readAs(w, me, sql`delete from ${sql.id(...view.split('.'))} returning 1 as gone`),
        unwritable,
        view,
      );
  });
});
