import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { Unit } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testDatabase } from '../../../kit/testing/database.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { commented } from '../comments/testing.ts';
import { changeContact, getContact } from '../contacts/contacts.ts';
import { agreed, merged, newContact, newTag, noted, tagged } from '../contacts/testing.ts';
import { ContactId } from '../conversations/contract.ts';
import { inbox } from '../index.ts';
import { findPerson } from '../intake/people.sql.ts';
import { type ToldWorld, toldWorld, written } from '../intake/testing.ts';
import { AttachmentId } from '../messages/contract.ts';
import { beginConversation, said } from '../messages/testing.ts';
import { eraseContact, runEmpty, sweepErased } from './erasing.ts';

const files = { fileUrl: (key: string) => key };
/** In everything that somebody said or that was said of them. */
const marker = 'Xanthippe';
const mail = { to: [{ name: marker, address: `${marker}@ada.test` }], cc: [], bcc: [], subject: marker };
let w: TestWorkspace;
beforeEach(async () => {
  w = await newWorkspace([identity, workspaces, connections, inbox]);
});

describe('an erased contact', () => {
  test('leaves no word of theirs in any column of the inbox, and no file', async () => {
    const { storage } = await testOutside();
    const one = await toldOf();
    assert.ok((await columnsWith(marker)).length > 12, 'the marker is where it will be looked for');

    await erase(one.contactId);
    assert.deepEqual(
      [(await look(one.contactId)).name, (await look(one.contactId)).emptiedAt],
      ['Erased contact', null],
    );
    await work(one.contactId);

    assert.deepEqual(await columnsWith(marker), []);
    for (const key of one.keys) assert.equal(await storage.stat(key), undefined, key);
    const shown = await look(one.contactId);
    assert.ok(shown.erasedAt && shown.emptiedAt);
    assert.deepEqual([shown.tagIds, shown.consents, shown.fields], [[], [], {}]);
  });

  test('is somebody new when they write again, and no message of theirs comes back', async () => {
    const one = await toldOf();
    await erase(one.contactId);
    await work(one.contactId);
    const known = await w.system.work(({ tx }) => findPerson(tx, one.channelId, one.platformUserId));
    assert.equal(known, undefined);
    await said(w, one, { body: 'told again', platformMessageId: 'mid.first' });
    const { count } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ count: z.number() }),
        sql`select count(*)::int as count from inbox.messages where platform_message_id = 'mid.first' and body is null
               and conversation_id = ${one.conversationId}`,
      ),
    );
    assert.equal(count, 1);
  });

  test('is nobody when an old message of theirs is told once more, and is asked for when they write anew', async () => {
    const told = await toldWorld();
    const first = written('mid.1', 'Hello', told.at(1));
    await told.hear(first);
    const contactId = (await everybody(told))[0]!.id;
    await told.system.work((ctx) => eraseContact(ctx, { contactId }, files));
    await runEmpty(told.unit, { contactId }, await testOutside());
    await told.hear({ ...first, eventId: 'told once more' });
    assert.deepEqual(
      (await everybody(told)).map(({ id }) => id),
      [contactId],
    );
    await told.hear(written('mid.2', 'It is me again', told.at(120)));
    const anew = (await everybody(told)).find(({ id }) => id !== contactId)!;
    assert.equal(anew.conversationsCount, 1);
    const { count } = await asOwner(sql`
      select count(*)::int as count from pgboss.job
       where name = 'inbox.look_up_person' and data::text like ${`%${anew.identityId}%`}`);
    assert.equal(count, 1);
  });

  test('is erased with everybody who is part of them, and is not while they are part of somebody', async () => {
    const [one, other] = [await toldOf(), await toldOf()];
    await merged(w, one.contactId, other.contactId);
    await assert.rejects(erase(other.contactId), { code: 'inbox.contact_is_merged' });
    await erase(one.contactId);
    await work(one.contactId);
    assert.deepEqual(await columnsWith(marker), []);
    assert.ok((await look(other.contactId)).erasedAt);
  });

  test('leaves an entry that says who did it and nothing of the person, once', async () => {
    const one = await toldOf();
    const admin = await w.member('admin');
    const before = await entries();
    for (let i = 0; i < 2; i += 1) await w.as(admin, (ctx) => eraseContact(ctx, one, files));
    const left = (await entries()).filter(({ id }) => !before.some((other) => other.id === id));
    assert.deepEqual(
      left.map(({ action, subjectId }) => [action, subjectId]),
      [['inbox.contact_erased', one.contactId]],
    );
    const all = await entries();
    assert.ok(all.some(({ action }) => action === 'inbox.contact_changed'));
    assert.equal(JSON.stringify(all).includes(marker), false, 'nor does an entry of what was changed before');
  });

  test('is emptied in the end when the job stops anywhere, and by the sweep when it never came', async () => {
    const one = await toldOf();
    await erase(one.contactId);
    let stopAt = 0;
    for (let isOver = false; !isOver; stopAt += 1) {
      let left = stopAt;
      const halting: Pick<Unit, 'work'> = {
        work: (fn) => {
          left -= 1;
          if (left < 0) throw new Error('stopped');
          return w.system.work(fn);
        },
      };
      isOver = await run(one.contactId, halting).then(
        () => true,
        () => false,
      );
    }
    assert.ok(stopAt > 6 && (await look(one.contactId)).emptiedAt);
    assert.deepEqual(await columnsWith(marker), []);

    const lost = await newContact(w);
    await erase(lost.contactId);
    await asOwner(sql`delete from pgboss.job where name = 'inbox.empty_contact'`);
    await w.system.work(sweepErased);
    const { count } = await asOwner(sql`
      select count(*)::int as count from pgboss.job where data::text like ${`%${lost.contactId}%`}`);
    assert.equal(count, 1);
  });

  test('waits for one of ours that is on its way, and cancels what waits for its time', async () => {
    const one = await beginConversation(w);
    const ours = { direction: 'outbound', author: 'member', platformMessageId: null } as const;
    const sending = await said(w, one, { ...ours, status: 'sending', body: marker });
    const later = await said(w, one, {
      ...ours,
      status: 'scheduled',
      body: marker,
      sendAt: new Date('2026-03-01'),
    });
    await erase(one.contactId);
    await work(one.contactId);
    const status = async (id: string) =>
      asOwner(sql`select status, body is null as "isEmpty" from inbox.messages where id = ${id}`);
    assert.deepEqual(await status(later), { status: 'cancelled', isEmpty: true });
    assert.deepEqual(
      [await status(sending), (await look(one.contactId)).emptiedAt],
      [{ status: 'sending', isEmpty: false }, null],
    );
    await asOwner(sql`update inbox.messages set status = 'sent' where id = ${sending}`);
    await work(one.contactId);
    assert.ok((await look(one.contactId)).emptiedAt);
  });
});

const Known = z.object({ id: ContactId, identityId: z.string(), conversationsCount: z.number() });
const everybody = ({ rows }: ToldWorld) =>
  rows(
    Known,
    sql`
    select k.id, i.id as identity_id,
           (select count(*)::int from inbox.conversations v where v.identity_id = i.id) as conversations_count
      from inbox.contacts k join inbox.identities i on i.contact_id = k.id`,
  );

const erase = (contactId: ContactId) => w.system.work((ctx) => eraseContact(ctx, { contactId }, files));
const look = (contactId: ContactId) => w.system.work((ctx) => getContact(ctx, { contactId }, files));
const work = (contactId: ContactId) => run(contactId, w.system);

async function run(contactId: ContactId, { work }: Pick<Unit, 'work'>): Promise<void> {
  const unit: Unit = {
    ...{ workspaceId: w.workspaceId, jobId: 'x', log: w.ground.log, signal: new AbortController().signal },
    progress: async () => {},
    work,
  };
  await runEmpty(unit, { contactId }, await testOutside());
}

/** Somebody of whom something is in every place where something can be. */
async function toldOf() {
  const { storage } = await testOutside();
  const one = await newContact(w, { name: `${marker} of Athens` });
  const { contactId, identityId, conversationId } = one;
  const keys = [`w/${w.workspaceId}/p-${contactId}.webp`, `w/${w.workspaceId}/f-${contactId}.webp`];
  for (const key of keys)
    await storage.put(key, Readable.from([Buffer.from(marker)]), {
      contentType: 'image/webp',
      bytesMax: 100,
    });
  await w.system.work((ctx) =>
    changeContact(ctx, { contactId, name: marker, fields: { [marker]: marker } }, files),
  );
  await tagged(w, contactId, await newTag(w));
  await noted(w, contactId, `${marker} is right`);
  await agreed(w, contactId);
  const messageId = await said(w, one, {
    body: `I am ${marker}`,
    details: { share: { title: marker } },
    platformMessageId: 'mid.first',
  });
  await said(w, one, {
    direction: 'internal',
    kind: 'note',
    author: 'member',
    status: 'kept',
    body: marker,
    platformMessageId: null,
  });
  await said(w, one, {
    ...{ direction: 'internal', kind: 'activity', author: 'system', status: 'kept', body: null },
    ...{ details: { activity: { what: 'renamed', to: marker } }, platformMessageId: null },
  });
  await alsoCommented(one);
  await asOwner(sql`
    with member as (select id from workspaces.members where workspace_id = ${w.workspaceId} and user_id = ${w.ownerId}),
    i as (update inbox.identities set username = ${marker}, profile_url = ${`https://x.test/${marker}`},
            picture_source = ${marker}, picture_key = ${keys[0]} where id = ${identityId}),
    e as (insert into inbox.message_edits values (${w.workspaceId}, ${messageId}, gen_random_uuid(), ${marker}, now())),
    r as (insert into inbox.message_reactions values (${w.workspaceId}, ${messageId}, 'contact', ${marker}, now())),
    a as (insert into inbox.attachments (workspace_id, id, message_id, kind, status, name, storage_key, source,
            created_at, settled_at)
          values (${w.workspaceId}, ${newId(AttachmentId)}, ${messageId}, 'image', 'stored', ${marker}, ${keys[1]},
            ${marker}, now(), now())),
    d as (insert into inbox.drafts select ${w.workspaceId}, id, ${conversationId}, ${marker}, now(), ${mail} from member),
    m as (insert into inbox.contact_consents (workspace_id, id, contact_id, kind, status, source, happened_at, created_at)
          values (${w.workspaceId}, gen_random_uuid(), ${contactId}, 'data', 'granted', ${marker}, now(), now()))
    update inbox.conversations set subject = ${marker} where id = ${conversationId}`);
  return { ...one, keys };
}

const alsoCommented = ({ contactId, channelId, platformUserId }: Awaited<ReturnType<typeof newContact>>) =>
  commented(w, {
    ...{ channelId, platformCommentId: `c-${contactId}`, body: marker },
    author: { platformId: platformUserId, name: marker, username: marker },
  });

/** Every column of the inbox, whatever its type, in which the word is found for this workspace. */
async function columnsWith(word: string): Promise<string[]> {
  const Column = z.object({ table: z.string(), column: z.string() });
  const owner = (await testDatabase()).reader({ kind: 'owner' });
  const columns = await owner.many(
    Column,
    sql`select table_name as "table", column_name as "column" from information_schema.columns
         where table_schema = 'inbox' and table_name in (
           select relname from pg_class where relkind = 'r' and relnamespace = 'inbox'::regnamespace)`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { count } = await owner.one(
      z.object({ count: z.number() }),
      sql`select count(*)::int as count from inbox.${sql.id(table)} t
           where workspace_id = ${w.workspaceId} and ${sql.id('t', column)}::text ilike ${`%${word}%`}`,
    );
    if (count > 0) found.push(`${table}.${column}`);
  }
  return found;
}

const entries = async () =>
  (await testDatabase()).reader({ kind: 'owner' }).many(
    z.object({
      id: z.string(),
      action: z.string(),
      subjectId: z.string().nullable(),
      changes: z.unknown(),
    }),
    sql`select id, action, subject_id, changes from workspaces.audit_entries where workspace_id = ${w.workspaceId}`,
  );

const Any = z.record(z.string(), z.any());
const asOwner = async (query: ReturnType<typeof sql>) =>
  (await testDatabase()).transaction({ kind: 'owner' }, async (tx) => (await tx.maybeOne(Any, query)) ?? {});
