import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { type MemberActor, type Role, roles } from '../kit/ctx.ts';
import { sql } from '../kit/sql.ts';
import { connectionsPolicy } from '../modules/connections/rights/contract.ts';
import type { TestWorkspace } from '../modules/workspaces/testing.ts';
import { asOwner, at, connected, filled, readAs, refused, unwritable, whole } from './direct-clients.ts';

/** Every view and table a direct client reads, by what it asks of them. */
const seen = {
  connections: ['accounts', 'send_limits', 'sync_states', 'sync_runs', 'health', 'webhook_subscriptions'],
  socialsync: ['social_accounts'],
  creator: ['platform_connections', 'youtube_connections', 'sync_logs', 'instagram_connections'],
  selify: [
    'connected_social_accounts',
    'amazon_connected_accounts',
    'account_sync_metadata',
    'social_account_sync_metadata',
    'instagram_account_health',
    'instagram_rate_limits',
    'instagram_webhook_subscriptions',
  ],
};
const readEvents = {
  connections: ['webhook_events'],
  selify: ['webhook_events', 'instagram_message_queue'],
};
const ofTheServer = { creator: ['oauth_state_tokens'], selify: ['pending_shopify_installations'] };
const named = (views: Record<string, string[]>) =>
  Object.entries(views).flatMap(([system, names]) => names.map((name) => `${system}.${name}`));

describe('the lenses on connections', () => {
  test("show the workspace the claims name, and nothing of another's", async () => {
    const [ours, theirs] = [await filled(), await filled()];
    for (const view of [...named(seen), ...named(readEvents)]) {
      const found = await readAs(ours.w, ours.me, sql`select t::text as told from (${whole(view)}) t`);
      assert.ok(found.length > 0, view);
      for (const id of [theirs.instagram, theirs.youtube, theirs.amazon, theirs.w.workspaceId])
        assert.ok(!found.some(({ told }) => String(told).includes(id)), view);
    }
  });

  test('SE-47 SS-87 CR-22 show no token to anybody, the owner of the database included', async () => {
    await filled();
    const tokens = await asOwner((tx) =>
      tx.many(
        z.object({ view: z.string(), column: z.string() }),
        sql`select table_schema || '.' || table_name as view, column_name as column from information_schema.columns
             where column_name ~ '^(access_token|refresh_token|oauth_state|token|hmac)$'
               and table_schema || '.' || table_name = any (${[...named(seen), ...named(ofTheServer)]})`,
      ),
    );
    assert.equal(tokens.length, 15);
    for (const { view, column } of tokens) {
      const shown = await asOwner((tx) =>
        tx.one(
          z.object({ rows: z.number(), shown: z.number() }),
          sql`select count(*)::int as rows, count(${sql.id(column)})::int as shown from ${sql.id(...view.split('.'))}`,
        ),
      );
      assert.deepEqual([shown.rows > 0, shown.shown], [true, 0], `${view}.${column}`);
    }
  });

  test('CR-27 SE-54 keep what lets somebody in from direct clients', async () => {
    const { w, me } = await filled();
    const tables = [
      'secrets',
      'oauth_states',
      'pending_installs',
      'account_routes',
      'webhook_receipts',
      'calls',
    ];
    for (const view of [...named(ofTheServer), ...tables.map((table) => `connections.${table}`)])
      await assert.rejects(readAs(w, me, whole(view)), refused, view);
  });

  test('add and remove nothing', async () => {
    const { w, me } = await filled();
    for (const view of [...named(seen), ...named(readEvents)]) {
      const name = sql.id(...view.split('.'));
      for (const change of [sql`delete from ${name}`, sql`insert into ${name} default values`])
        await assert.rejects(readAs(w, me, change), unwritable, view);
    }
  });
});

describe('whoever has no server in between', () => {
  const rowsOf = async (w: TestWorkspace, actor: MemberActor, view: string) =>
    (await readAs(w, actor, whole(view))).length;
  const asked: [permission: keyof typeof connectionsPolicy, views: string[]][] = [
    ['connections.see', named(seen)],
    ['connections.read_events', named(readEvents)],
  ];
  for (const [permission, views] of asked) {
    test(`reads with ${permission} what the server would show for it`, async () => {
      const { w } = await filled();
      for (const view of views) {
        const readers: Role[] = [];
        for (const role of roles) if (await rowsOf(w, await w.member(role), view)) readers.push(role);
        assert.deepEqual(readers, [...connectionsPolicy[permission]], view);
      }
    });

    test(`reads with ${permission} when it was given beyond a role, and not when it was taken`, async () => {
      const { w, me } = await filled();
      const [admin, guest] = [await w.member('admin'), await w.member('viewer')];
      await asOwner(async (tx) => {
        await tx.run(sql`
          update workspaces.members set withdrawn_permissions = array[${permission}]
           where id in (${admin.memberId}, ${me.memberId})`);
        await tx.run(sql`
          update workspaces.members set role = null, extra_permissions = array[${permission}]
           where id = ${guest.memberId}`);
      });
      assert.equal(await rowsOf(w, admin, views[0]!), 0);
      assert.ok(await rowsOf(w, guest, views[0]!));
      // Nothing can be taken from an owner.
      assert.ok(await rowsOf(w, me, views[0]!));
    });
  }

  test('reads nothing once they have left or are shut out, whatever their claims still say', async () => {
    const { w } = await filled();
    const [leaver, disabled] = [await w.member('admin'), await w.member('admin')];
    assert.ok(await rowsOf(w, leaver, 'selify.connected_social_accounts'));
    await asOwner(async (tx) => {
      await tx.run(sql`delete from workspaces.members where id = ${leaver.memberId}`);
      await tx.run(sql`update identity.users set disabled_at = ${at} where id = ${disabled.userId}`);
    });
    for (const view of [...named(seen), ...named(readEvents)])
      for (const actor of [leaver, disabled]) assert.equal(await rowsOf(w, actor, view), 0, view);
  });
});

describe('the documented examples', () => {
  test('SS-16 find the active Instagram accounts of whoever asks', async () => {
    const { w, me, instagram } = await filled();
    await connected(w, 'messenger', me);
    await connected(w, 'instagram', await w.member('admin'));
    await connected(w, 'instagram', me, { isOver: true });
    const active = sql`
      -- Get active Instagram accounts
      SELECT * FROM social_accounts
      WHERE user_id = auth.uid()
        AND platform = 'instagram'
        AND is_active = true;`;
    assert.deepEqual(await readAs(w, me, active, 'socialsync'), [
      {
        id: instagram,
        userId: me.userId,
        platform: 'instagram',
        accountId: `p-${instagram}`,
        username: 'linen',
        displayName: 'Linen & Oak',
        profileUrl: null,
        accessToken: null,
        refreshToken: null,
        tokenExpiresAt: null,
        isActive: true,
      },
    ]);
  });

  test('show a person with their accounts, Messenger as Facebook and no shop', async () => {
    const { w, me } = await filled();
    await connected(w, 'messenger', me);
    await connected(w, 'shopify', me);
    const [found] = await readAs(
      w,
      me,
      sql`select (select json_agg(sa.*) from social_accounts sa where sa.user_id = u.id) as social_accounts
            from users u where u.id = auth.uid()`,
      'socialsync',
    );
    const accounts = found!.socialAccounts as { platform: string }[];
    assert.deepEqual(accounts.map(({ platform }) => platform).sort(), ['facebook', 'instagram', 'youtube']);
  });

  test('find what the owner of the workspace has when whoever connected it has left', async () => {
    const { w } = await filled();
    const owner: MemberActor = { ...(await w.member('viewer')), userId: w.ownerId };
    const orphan = await connected(w, 'instagram', undefined);
    const mine = sql`select id from social_accounts where user_id = auth.uid()`;
    assert.deepEqual(await readAs(w, owner, mine, 'socialsync'), [{ id: orphan }]);
    const theirs = sql`select user_id from instagram_connections where id = ${orphan}`;
    assert.deepEqual(await readAs(w, owner, theirs, 'creator'), [{ userId: w.ownerId }]);
  });
});
