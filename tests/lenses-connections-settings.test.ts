import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { type MemberActor, type Role, roles } from '../kit/ctx.ts';
import { type Sql, sql } from '../kit/sql.ts';
import { type AccountId, AccountSettings } from '../modules/connections/accounts/contract.ts';
import { connectionsPolicy } from '../modules/connections/rights/contract.ts';
import type { TestWorkspace } from '../modules/workspaces/testing.ts';
import { as, asOwner, at, filled, Row, readAs, refused, unwritable } from './direct-clients.ts';

describe('the settings of an account', () => {
  const settingsOf = async (w: TestWorkspace, actor: MemberActor, id: AccountId) =>
    (await readAs(w, actor, sql`select settings from selify.connected_social_accounts where id = ${id}`))[0]!
      .settings;
  const stored = (id: AccountId) =>
    asOwner((tx) =>
      tx.one(z.object({ settings: Row }), sql`select settings from connections.accounts where id = ${id}`),
    );
  const change = (w: TestWorkspace, actor: MemberActor, id: AccountId, settings: Sql) =>
    as(w, actor, 'selify', (tx) =>
      tx.run(sql`update connected_social_accounts set settings = ${settings} where id = ${id}`),
    );

  test("SE-48 have the document's keys, and its defaults where nobody set anything", async () => {
    const { w, me, instagram } = await filled();
    assert.deepEqual(await settingsOf(w, me, instagram), {
      tryon_enabled: true,
      auto_reply_enabled: true,
      notifications_enabled: true,
      business_hours_enabled: false,
      trigger_keywords: [],
      message_templates: {},
    });
  });

  test('SE-48 are switched as the document has it, and that leaves an entry', async () => {
    const { w, me, instagram } = await filled();
    const switched = sql`settings || '{"tryon_enabled": false, "trigger_keywords": ["dress"]}'`;

    assert.equal(await change(w, me, instagram, switched), 1);

    const after = AccountSettings.parse((await stored(instagram)).settings);
    assert.deepEqual(
      [after.tryonEnabled, after.globalTriggerKeywords, after.autoReplyEnabled],
      [false, ['dress'], true],
    );
    const entries = await readAs(
      w,
      me,
      sql`select user_id, action, resource_id, changes -> 'tryonEnabled' -> 'to' as tryon,
                 changes -> 'globalTriggerKeywords' -> 'to' as keywords
            from creator.audit_logs where action ~ '^connections'`,
    );
    const entry = { userId: me.userId, action: 'connections.changed_directly', resourceId: `p-${instagram}` };
    assert.deepEqual(entries, [{ ...entry, tryon: false, keywords: ['dress'] }]);
    // Of the nine words for events of connecting it is none.
    assert.deepEqual(await readAs(w, me, sql`select * from selify.oauth_audit_logs`), []);
  });

  test('tell a long change in part, rather than not take it', async () => {
    const { w, me, instagram } = await filled();
    const template = () => crypto.randomUUID().repeat(50);
    for (let n = 0; n < 2; n++) {
      const templates = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`t${i}`, template()]));
      const long = sql`settings || ${JSON.stringify({ message_templates: templates })}::jsonb`;
      assert.equal(await change(w, me, instagram, long), 1);
    }
    const told = sql`select changes -> 'messageTemplates' ->> 'to' as becomes from creator.audit_logs
                      where action ~ '^connections'`;
    const lengths = (await readAs(w, me, told)).map(({ becomes }) => String(becomes).length);
    assert.deepEqual(lengths, [401, 401]);
  });

  test('are changed by nobody who may not connect', async () => {
    const { w, instagram } = await filled();
    const changers: Role[] = [];
    for (const role of roles)
      if (await change(w, await w.member(role), instagram, sql`'{}'`)) changers.push(role);
    assert.deepEqual(changers, [...connectionsPolicy['connections.connect']]);
  });

  const judged: [settings: object, what: string][] = [
    [
      { tryonEnabled: false, autoReplyEnabled: true, notificationsEnabled: true, businessHoursOnly: true },
      'switches',
    ],
    [{ tryonEnabled: 'no' }, 'a switch that is a word'],
    [{ tryonEnabled: null }, 'a switch that is nothing'],
    [{ globalTriggerKeywords: ['a'.repeat(100), '🧵'.repeat(100), 'Ω'.repeat(100)] }, 'long keywords'],
    [{ globalTriggerKeywords: ['a'.repeat(101)] }, 'a keyword too long'],
    [{ globalTriggerKeywords: ['🧵'.repeat(101)] }, 'a keyword too long, of pictures'],
    [{ globalTriggerKeywords: [''] }, 'an empty keyword'],
    [{ globalTriggerKeywords: [1] }, 'a keyword that is a number'],
    [{ globalTriggerKeywords: Array(101).fill('a') }, 'too many keywords'],
    [{ globalTriggerKeywords: { a: 'b' } }, 'keywords that are no list'],
    [{ messageTemplates: { ['k'.repeat(60)]: 'x'.repeat(2_000), empty: '' } }, 'long templates'],
    [{ messageTemplates: { ['k'.repeat(61)]: 'x' } }, 'a template with a name too long'],
    [{ messageTemplates: { '': 'x' } }, 'a template without a name'],
    [{ messageTemplates: { a: 'x'.repeat(2_001) } }, 'a template too long'],
    [{ messageTemplates: { a: 1 } }, 'a template that is a number'],
    [{ somethingElse: true }, 'what is no setting'],
  ];
  test('are taken directly if and only if the server takes them', async () => {
    const { w, me, instagram } = await filled();
    for (const [settings, what] of judged) {
      const direct = readAs(
        w,
        me,
        sql`update connections.accounts set settings = ${JSON.stringify(settings)}::jsonb where id = ${instagram}
            returning id`,
      );
      if (AccountSettings.safeParse(settings).success) assert.equal((await direct).length, 1, what);
      else await assert.rejects(direct, { code: '23514', constraint: 'account_settings_are_known' }, what);
    }
  });

  test('are refused under names the document does not have', async () => {
    const { w, me, instagram } = await filled();
    for (const name of ['somethingElse', 'tryonEnabled'])
      await assert.rejects(
        change(w, me, instagram, sql`settings || ${JSON.stringify({ [name]: true })}::jsonb`),
        {
          code: '23514',
        },
      );
  });

  test('SE-165 are all of an account that is written directly', async () => {
    const { w, me, instagram } = await filled();
    const unwritten = [
      `selify.connected_social_accounts set status = 'active'`,
      `selify.connected_social_accounts set access_token = 'x'`,
      'selify.connected_social_accounts set user_id = null',
      'selify.instagram_rate_limits set daily_limit = 100000',
      'socialsync.social_accounts set is_active = true',
      'creator.instagram_connections set follower_count = 1000000',
      'connections.accounts set broken_at = null',
      `connections.webhook_events set status = 'pending'`,
    ];
    for (const what of unwritten)
      await assert.rejects(readAs(w, me, sql.trusted(`update ${what}`)), unwritable, what);
    await assert.rejects(
      asOwner((tx) =>
        tx.run(sql`update selify.connected_social_accounts set status = 'x' where id = ${instagram}`),
      ),
      { code: '0A000' },
    );
  });

  test('CR-19 leave no entry that somebody makes up', async () => {
    const { w, me } = await filled();
    await assert.rejects(
      readAs(
        w,
        me,
        sql`insert into workspaces.audit_entries (workspace_id, id, actor_kind, actor_user_id, category, action,
              subject_type, subject_id, changes, created_at)
            values (${w.workspaceId}, gen_random_uuid(), 'member', ${me.userId}, 'settings',
              'connections.changed_directly', 'account', 'x', '{}', ${at})`,
      ),
      refused,
    );
  });
});
