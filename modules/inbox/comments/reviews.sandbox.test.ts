import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../../kit/clock.ts';
import { newId } from '../../../kit/ids.ts';
import { eventually } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { type AccountId, type Resource, SyncRunId } from '../../connections/contract.ts';
import {
  askNow,
  connectedTo,
  openAccount,
  play,
  type TestConnectionsOutside,
} from '../../connections/testing.ts';
import type { TestWorkspace } from '../../workspaces/testing.ts';
import { getContact } from '../contacts/contacts.ts';
import { inbox } from '../index.ts';
import { answer, moderate } from './answering.ts';
import type { Comment } from './contract.ts';
import { openSandboxWorld, type SandboxWorld, soon } from './testing/sandbox.ts';
import { newReplyId } from './testing.ts';

/* From what somebody thinks of a place in the sandbox, over what it is asked for, to the review, and back. */

let world: SandboxWorld;
let outside: TestConnectionsOutside;
let w: TestWorkspace;
let accountId: AccountId;
let place: string;

async function open() {
  world = await openSandboxWorld([inbox]);
  ({ outside, w } = world);
  const accounts = ['reviewed@sandbox.test'];
  const { candidate } = await connectedTo(outside, 'google', 'google', { accounts });
  accountId = await openAccount({ ground: world.ground, workspaceId: w.workspaceId }, outside, candidate);
  place = candidate.platformAccountId;
  await w.system.work(({ tx }) =>
    tx.run(sql`update connections.accounts set login = 'google' where id = ${accountId}`),
  );
}

/** Here it is as late as in the sandbox: what is told by one is compared with the other. */
const catchUp = ({ ground: { clock } }: TestWorkspace) =>
  clock.move(systemClock.now().getTime() - clock.now().getTime());

/** Asks until it is so: one run at a time is taken. */
const asked = async <T>(resource: Resource, isSo: () => Promise<T>): Promise<T> => {
  catchUp(w);
  await w.system.work((ctx) => askNow(ctx, { accountId, resource, runId: newId(SyncRunId) }, outside));
  return eventually(isSo, soon);
};

const reviews = async (person: string, stars: number, text: string) =>
  (await play(outside, 'google', 'review', { person, place, stars, text })).id as string;

/** What stands in Google's own app. */
async function allThere() {
  const shown = await fetch(`${outside.sandbox.url}/google/places/${place}`);
  const { reviews } = (await shown.json()) as { reviews: { id: string; answer: { text: string } | null }[] };
  return reviews;
}
const there = async (id: string) => (await allThere()).find((one) => one.id === id)?.answer?.text;

function write(commentId: Comment['id'], body: string) {
  catchUp(w);
  return w.system.work((ctx) => answer(ctx, { commentId, replyId: newReplyId(), body, kind: 'public' }));
}

async function comes(person: string, stars: number, text: string) {
  const id = await reviews(person, stars, text);
  const comment = await asked('comments', async () => {
    const found = (await world.listed({ kind: 'review' })).find(({ body }) => body === text);
    assert.ok(found);
    return found;
  });
  return { id, comment };
}

describe('a review of the sandbox', () => {
  // Within, and not for the whole process: its workers would do the work that other files wait for.
  before(open);
  after(() => world?.drain());

  test('comes in with its stars, is answered once, and the answer is written anew and taken back', async () => {
    const { id, comment } = await comes('nora', 2, 'Narrow shop, long queue');
    assert.deepEqual(
      [comment.kind, comment.rating, comment.sentiment, comment.author.name, comment.post],
      ['review', 2, 'negative', 'Nora Lindqvist', null],
    );
    const { contactId } = comment.author;
    const contact = await w.system.work((ctx) => getContact(ctx, { contactId: contactId! }, world.files));
    assert.deepEqual(
      [contact.name, contact.identities.map(({ platformUserId }) => platformUserId)],
      ['Nora Lindqvist', [id]],
    );
    for (const body of ['We are sorry.', 'We are sorry, Nora.']) {
      await write(comment.id, body);
      await eventually(async () => {
        const { top, items } = await world.threadOf(comment);
        assert.deepEqual(
          [items.map((one) => one.body), top.status, top.responseText],
          [[body], 'answered', body],
        );
      }, soon);
      assert.equal(await there(id), body);
    }
    const { items } = await world.threadOf(comment);
    await w.system.work((ctx) => moderate(ctx, { commentId: items[0]!.id, kind: 'delete' }, world.files));
    await eventually(async () => assert.equal((await world.threadOf(comment)).top.repliedAt, null), soon);
    assert.equal(await there(id), undefined);
    await write(comment.id, 'Come again, Nora.');
    await eventually(async () => {
      const { items: answers } = await world.threadOf(comment);
      assert.deepEqual(
        answers.map(({ body, deletedAt }) => [body, deletedAt]),
        [['Come again, Nora.', null]],
      );
    }, soon);
  });

  test('is as its writer makes it: other stars, other words, an answer from elsewhere', async () => {
    const { id, comment } = await comes('jonas', 5, 'Very good');
    await play(outside, 'google', 'edit-review', { review: id, stars: 1, text: '' });
    await play(outside, 'google', 'answer-review', { review: id, text: 'What happened?' });
    await asked('comments', async () => {
      const { top } = await world.threadOf(comment);
      assert.deepEqual(
        [top.rating, top.body, top.sentiment, top.responseText],
        [1, null, 'negative', 'What happened?'],
      );
      assert.ok(top.editedAt);
    });
  });

  test('is gone when it is not among those of the place any more', async () => {
    const { id, comment } = await comes('yuki', 4, 'とても良い');
    await reviews('chloe', 5, 'Parfait');
    await play(outside, 'google', 'delete-review', { review: id });
    await asked('metrics', async () => assert.ok((await world.threadOf(comment)).top.deletedAt));
    assert.ok((await world.listed({ kind: 'review' })).every((one) => one.id !== comment.id));
  });

  test('is gone when it was the last of the place', async () => {
    await comes('nora', 3, 'The last one to go');
    for (const { id } of await allThere()) await play(outside, 'google', 'delete-review', { review: id });
    await asked('metrics', async () => assert.deepEqual(await world.listed({ kind: 'review' }), []));
  });
});
