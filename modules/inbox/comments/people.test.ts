import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { getContact, listContacts } from '../contacts/contacts.ts';
import { merged, newContact } from '../contacts/testing.ts';
import type { ContactId } from '../conversations/contract.ts';
import { inboxWorkspace } from '../conversations/testing.ts';
import { identitiesUnknown } from '../intake/looking-up.sql.ts';
import { beginWith } from '../intake/people.ts';
import { undoMerge } from '../merging/merging.ts';
import type { ChannelId } from '../messages/contract.ts';
import { openChannel } from '../messages/testing.ts';
import { getThread, listComments } from './comments.ts';
import type { CommentId } from './contract.ts';
import { type Commented, commented } from './testing.ts';

const files = { fileUrl: (key: string) => key };
const dora = { platformId: 'person-dora', name: 'Dora Diener', username: 'dora.d' };
let w: Awaited<ReturnType<typeof inboxWorkspace>>;
let channelId: ChannelId;
beforeEach(async () => {
  w = await inboxWorkspace();
  channelId = await openChannel(w, { platform: 'instagram' });
});

const says = (platformCommentId: string, more: Commented = {}) =>
  commented(w, { channelId, platformCommentId, author: dora, body: `It is ${platformCommentId}`, ...more });
const after = (minutes: number) => new Date(w.ground.clock.now().getTime() + minutes * 60_000);
const listed = async (q?: string) =>
  (await w.system.work((ctx) => listContacts(ctx, { limit: 50, q }, files))).items;
const open = (contactId: ContactId) => w.system.work((ctx) => getContact(ctx, { contactId }, files));
const authorOf = async (commentId: CommentId) => {
  const beside = (await testOutside()) as never;
  return (await w.system.work((ctx) => getThread(ctx, { commentId, limit: 5 }, beside))).top.author;
};
const commentsOf = async (contactId: ContactId) => {
  const beside = (await testOutside()) as never;
  const { items } = await w.system.work((ctx) =>
    listComments(ctx, { limit: 50, order: 'newest', contactId }, beside),
  );
  return items.map(({ body }) => body);
};

describe('whoever only commented', () => {
  test('is a contact, listed by when they did, found by their name, and opened without a conversation', async () => {
    await newContact(w, { name: 'Nora Nowak' });
    const commentId = await says('one', { happenedAt: after(3) });
    const [first] = await listed();
    assert.deepEqual(
      [first!.name, first!.username, first!.heardAt, first!.platforms],
      ['Dora Diener', 'dora.d', after(3), ['instagram']],
    );
    for (const begins of ['dora', 'Dora Di', 'DORA.D'])
      assert.equal((await listed(begins))[0]?.id, first!.id);
    const { conversations, identities, mayErase } = await open(first!.id);
    assert.deepEqual(
      [conversations, identities.map(({ platformUserId }) => platformUserId), mayErase],
      [[], ['person-dora'], true],
    );
    assert.equal((await authorOf(commentId)).contactId, first!.id);
    assert.deepEqual(await commentsOf(first!.id), ['It is one']);
  });

  test('is one contact however often they comment and are told of, called as they call themselves last', async () => {
    await says('one');
    await says('one');
    await says('two', { author: { ...dora, name: 'Dora D.' }, happenedAt: after(2) });
    await says('three', { author: { platformId: dora.platformId }, happenedAt: after(1) });
    const all = await listed();
    assert.deepEqual(
      all.map(({ name, username, heardAt }) => [name, username, heardAt]),
      [['Dora D.', 'dora.d', after(2)]],
    );
  });

  test('is one contact when two workers take in two of their comments at once', async () => {
    // No name and no post in common, for which the one would wait for the other.
    const apart = (id: string, platformId: string) =>
      says(id, { author: { platformId }, body: 'Ja', platformPostId: id });
    for (let nth = 0; nth < 15; nth += 1)
      await Promise.all([1, 2, 3].map((each) => apart(`${nth}/${each}`, `person-${nth}`)));
    const people = await listed();
    assert.equal(people.length, 15);
    for (const { id } of people) assert.equal((await commentsOf(id)).length, 3);
  });

  test('is the same contact when they write to us, and asked for then and not before', async () => {
    await says('one');
    const { id } = (await listed())[0]!;
    const unknown = () => w.system.work(({ tx }) => identitiesUnknown(tx, after(-60), after(60), 10));
    assert.deepEqual(await unknown(), []);
    const source = { channelId, platform: 'instagram', personId: dora.platformId, at: after(1) } as const;
    await w.system.work((ctx) => beginWith(ctx, { ...source, eventId: 'an-event' }));
    assert.equal((await unknown()).length, 1);
    assert.deepEqual(
      (await listed()).map((one) => one.id),
      [id],
    );
    assert.equal((await open(id)).conversations.length, 1);
  });

  test('is told of to the screens when they are somebody new, or called otherwise', async () => {
    const told = () =>
      w.system.work(({ tx }) =>
        tx.many(
          z.object({ id: z.string() }),
          sql`select id from app.events where name = 'inbox.contact_changed'`,
        ),
      );
    await says('one');
    await says('two');
    assert.equal((await told()).length, 1);
    await says('three', { author: { ...dora, username: 'dora.diener' } });
    assert.equal((await told()).length, 2);
  });

  test('is nobody where it is our own, or where the platform does not say who it is', async () => {
    await says('ours', { isOwn: true, author: { platformId: 'ourselves', name: 'Linen & Oak' } });
    const commentId = await says('nobody', { author: { name: 'Somebody Else' } });
    assert.deepEqual(await listed(), []);
    assert.deepEqual(await authorOf(commentId), {
      ...{ name: 'Somebody Else', username: null, contactId: null, pictureUrl: null },
    });
  });

  test('is one with somebody who writes, and two again, each heard of when they last were', async () => {
    const nora = await newContact(w, { name: 'Nora Nowak' });
    const noraHeardAt = (await open(nora.contactId)).heardAt;
    await says('one', { happenedAt: after(5) });
    const { id } = (await listed('dora'))[0]!;
    const mergeId = await merged(w, nora.contactId, id);
    const whole = await open(nora.contactId);
    assert.deepEqual([whole.name, whole.heardAt, whole.identities.length], ['Nora Nowak', after(5), 2]);
    assert.deepEqual(await commentsOf(nora.contactId), ['It is one']);

    // What they write while they are one is of whom it is part.
    await says('two', { happenedAt: after(6) });
    assert.equal((await open(nora.contactId)).heardAt?.getTime(), after(6).getTime());
    await w.system.work((ctx) => undoMerge(ctx, { contactId: nora.contactId, mergeId }));
    assert.deepEqual(
      [(await open(nora.contactId)).heardAt, (await open(id)).heardAt],
      [noraHeardAt, after(6)],
    );
    assert.deepEqual(
      [await commentsOf(nora.contactId), await commentsOf(id)],
      [[], ['It is two', 'It is one']],
    );
  });
});

describe('whoever only reviewed', () => {
  const review = (id: string, more: Commented = {}) =>
    says(id, { ...{ platform: 'google', kind: 'review', hasPlace: true, rating: 2 }, ...more });

  test('is a contact by the one review they wrote of the place, and stays them when they write it anew', async () => {
    channelId = await openChannel(w, { platform: 'google' });
    const author = { platformId: 'review-1', name: 'Yuki Yamada' };
    const commentId = await review('review-1', { author });
    await review('review-1', { author, what: 'edited', editedAt: after(2), body: 'Better now' });
    const [only, ...others] = await listed('yuki');
    assert.deepEqual([others, (await authorOf(commentId)).contactId], [[], only!.id]);
    assert.deepEqual(await commentsOf(only!.id), ['Better now']);
  });
});
