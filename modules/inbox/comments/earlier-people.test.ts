import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { Database } from '../../../kit/db/database.ts';
import { migrateDown, migrateUp } from '../../../kit/migrate/migrate.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { numberedId } from '../../../kit/testing/explain.ts';

const [here, there] = [numberedId(1), numberedId(2)];
const [instagram, google] = [numberedId(10), numberedId(11)];
const nora = numberedId(20);
const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));

let db: Database;
/** As everything was before, and then the step. */
before(async () => {
  const scratch = await scratchDatabase({ migrated: false });
  await migrateUp({ url: scratch.url, to: 38 });
  db = await scratch.open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const workspaceId of [here, there]) {
      await tx.run(sql`
        insert into workspaces.workspaces (id, name, created_at, updated_at)
        values (${workspaceId}, 'Testing', ${at(0)}, ${at(0)})`);
      for (const [id, platform] of [
        [instagram, 'instagram'],
        [google, 'google'],
      ])
        await tx.run(sql`
          insert into inbox.channels (workspace_id, id, platform, name, created_at, updated_at)
          values (${workspaceId}, ${id}, ${platform}, 'Shop', ${at(0)}, ${at(0)})`);
    }
    await tx.run(sql`
      insert into inbox.contacts (workspace_id, id, heard_at, created_at, updated_at)
      values (${here}, ${nora}, ${at(1)}, ${at(0)}, ${at(0)})`);
    await tx.run(sql`
      insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, created_at,
        updated_at)
      values (${here}, ${nora}, ${nora}, ${instagram}, 'nora', 'Nora Nowak', ${at(0)}, ${at(0)})`);
    for (const [place, comment] of said.entries()) await tx.run(inserted(place, comment));
  });
  await migrateUp({ url: scratch.url });
  await migrateDown({ url: scratch.url, steps: 1 });
  await migrateUp({ url: scratch.url });
});

interface Said {
  readonly by: string | null;
  readonly name?: string;
  readonly minute: number;
  readonly workspaceId?: string;
  readonly channelId?: string;
  readonly isOwn?: boolean;
}
const said: readonly Said[] = [
  { by: 'dora', name: 'Dora Diener', minute: 2 },
  { by: 'dora', name: 'Dora D.', minute: 4 },
  { by: 'dora', minute: 5 },
  { by: 'dora', name: 'Dora Diener', minute: 3, workspaceId: there },
  { by: 'nora', name: 'Nora Nowak', minute: 6 },
  { by: 'ourselves', name: 'Shop', minute: 7, isOwn: true },
  { by: 'erased-0198', minute: 7 },
  { by: null, name: 'Somebody', minute: 8 },
  { by: null, name: 'Yuki Yamada', minute: 9, channelId: google },
];

function inserted(place: number, one: Said) {
  const { by, name = null, minute, workspaceId = here, channelId = instagram, isOwn = false } = one;
  const id = numberedId(100 + place);
  const kind = channelId === google ? 'review' : 'comment';
  return sql`
    insert into inbox.comments (workspace_id, id, channel_id, platform_comment_id, kind, thread_id, is_own,
      author_platform_id, author_name, body, happened_at, last_at, status_at, created_at, updated_at)
    values (${workspaceId}, ${id}, ${channelId}, ${`comment-${place}`}, ${kind}, ${id}, ${isOwn}, ${by}, ${name}, 'Hello',
      ${at(minute)}, ${at(minute)}, ${at(minute)}, ${at(minute + 1)}, ${at(minute + 1)})`;
}

const Person = z.object({
  by: z.string(),
  name: z.string().nullable(),
  heardAt: z.date(),
  createdAt: z.date(),
  wasAskedFor: z.boolean(),
  words: z.array(z.string()),
});
const peopleOf = async (workspaceId: string) => {
  const people = await db.reader({ kind: 'owner' }).many(
    Person,
    sql`
    select i.platform_user_id as by, i.name, c.heard_at, c.created_at, i.looked_up_at is not null as was_asked_for,
           array(select w.word from inbox.contact_words w
                  where w.workspace_id = c.workspace_id and w.contact_id = c.id order by w.word) as words
      from inbox.identities i join inbox.contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
     where i.workspace_id = ${workspaceId} order by i.platform_user_id`,
  );
  return people.map((one) => Object.values(one));
};

describe('whoever commented before they were people', () => {
  test('are people of their own workspace, each once, by what they were called last and where they are known', async () => {
    assert.deepEqual(await peopleOf(here), [
      ['comment-8', 'Yuki Yamada', at(9), at(10), true, ['yamada', 'yuki']],
      ['dora', 'Dora D.', at(5), at(3), false, ['d', 'dora']],
      ['nora', 'Nora Nowak', at(6), at(0), false, ['nora', 'nowak']],
    ]);
    assert.deepEqual(await peopleOf(there), [
      ['dora', 'Dora Diener', at(3), at(4), false, ['diener', 'dora']],
    ]);
  });
});
