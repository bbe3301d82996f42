import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { PlatformName } from '../../connections/contract.ts';
import { followAccount, keepChannels } from './channels.ts';
import { type ToldWorld, toldWorld } from './testing.ts';

const Row = z.object({
  id: z.string(),
  platform: z.string(),
  name: z.string(),
  locationId: z.string().nullable(),
});
const channels = (w: ToldWorld) =>
  w.rows(Row, sql`select id, platform, name, location_id from inbox.channels`);
const follow = (w: ToldWorld) => followAccount(w.unit, { accountId: w.accountId });
const change = (w: ToldWorld, query: Sql) => w.system.work(({ tx }) => tx.run(query));

/** The channels that screens were told of. */
async function told(w: ToldWorld) {
  const Told = z.object({ channelId: z.string() });
  const rows = await w.rows(
    Told,
    sql`select payload->>'channelId' as channel_id from app.events where name = 'inbox.channel_changed'`,
  );
  return rows.map(({ channelId }) => channelId);
}

describe('a channel', () => {
  test('is there for each account that people write to or comment under, and for no shop', async () => {
    const platforms: readonly PlatformName[] = [
      'instagram',
      'messenger',
      'whatsapp',
      'youtube',
      'shopify',
      'amazon',
    ];
    const made = [];
    for (const platform of platforms) {
      const w = await toldWorld(platform);
      await follow(w);
      made.push(...(await channels(w)).map(({ platform }) => platform));
    }
    assert.deepEqual(made, ['instagram', 'messenger', 'whatsapp', 'youtube']);
  });

  test('is called and placed as its account is', async () => {
    const w = await toldWorld();
    await follow(w);
    const locationId = await w.location();
    await change(
      w,
      sql`
      update connections.accounts set display_name = 'Harbour', location_id = ${locationId} where id = ${w.accountId}`,
    );
    await follow(w);
    assert.deepEqual(await channels(w), [
      { id: w.accountId, platform: 'instagram', name: 'Harbour', locationId },
    ]);
    assert.deepEqual(await told(w), [w.accountId, w.accountId]);
  });

  test('whose account’s news were missed is found by the sweep, and left as it is otherwise', async () => {
    const w = await toldWorld();
    await w.system.work(keepChannels);
    assert.equal((await channels(w))[0]?.name, 'Linen & Oak');
    await change(w, sql`update inbox.channels set assign_mode = 'by_load'`);
    await change(w, sql`update connections.accounts set display_name = 'Harbour' where id = ${w.accountId}`);
    await w.system.work(keepChannels);
    const [kept] = await w.rows(
      z.object({ name: z.string(), assignMode: z.string() }),
      sql`select name, assign_mode from inbox.channels`,
    );
    assert.deepEqual(kept, { name: 'Harbour', assignMode: 'by_load' });
    assert.equal((await told(w)).length, 2);
    await w.system.work(keepChannels);
    assert.equal((await told(w)).length, 2);
  });
});
