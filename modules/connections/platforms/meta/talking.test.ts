import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { isTrouble, type TroubleKind } from '../../../../providers/trouble.ts';
import type { CallKind } from '../contract.ts';
import type { CallRequest } from '../platform.ts';
import {
  type Connected,
  connectedTo,
  failing,
  ownConnectionsOutside,
  play,
  type TestConnectionsOutside,
} from '../testing.ts';

let outside: TestConnectionsOutside;
let instagram: Connected;
let linked: Connected;
let page: Connected;
const { signal } = new AbortController();

before(async () => {
  outside = await ownConnectionsOutside();
  instagram = await connectedTo(outside, 'instagram', 'instagram', { accounts: ['linen.and.oak'] });
  const accounts = ['tiny-atelier', 'tiny.atelier'];
  linked = await connectedTo(outside, 'facebook', 'instagram', { accounts });
  page = await connectedTo(outside, 'facebook', 'messenger', { accounts });
});

const call = (kind: CallKind, request: object, more: Partial<CallRequest> = {}): CallRequest => ({
  id: randomUUID(),
  kind,
  request: request as Record<string, unknown>,
  startedAt: new Date(),
  ...more,
});
const perform = ({ platform, access }: Connected, one: CallRequest) => platform.perform(one, access, signal);
const findOut = ({ platform, access }: Connected, one: CallRequest) => platform.findOut(one, access, signal);
const isOf = (kind: TroubleKind) => (error: unknown) => isTrouble(error, kind);

/** Somebody new writes, and is known by this id from then on. */
const writes = async (account: string, name = `somebody-${randomUUID()}`) => {
  const { from, mid } = await play(outside, 'meta', 'message', { account, person: name, text: 'Hello?' });
  return { name, id: String(from), mid: String(mid) };
};
const comments = async (account: string, name = `somebody-${randomUUID()}`, post?: string) => {
  const told = { account, person: name, text: 'How much is it?', ...(post && { post }) };
  const { id, post: postId } = await play(outside, 'meta', 'comment', told);
  return { name, id: String(id), postId: String(postId) };
};
const all = () => [
  { one: instagram, handle: 'linen.and.oak' },
  { one: linked, handle: 'tiny.atelier' },
  { one: page, handle: 'tiny-atelier' },
];

describe('a message', () => {
  test('goes to who wrote, by either login and from a Page, and is found by its words', async () => {
    for (const { one, handle } of all()) {
      const { id } = await writes(handle);
      const sent = call('message', { to: id, text: `Thank you, ${randomUUID()}` });
      assert.deepEqual(await findOut(one, sent), { outcome: 'not_done' });
      const { platformId, usage } = await perform(one, sent);
      assert.ok(platformId);
      assert.ok(usage!.appPercent! > 0);
      assert.deepEqual(await findOut(one, sent), { outcome: 'done', platformId });
    }
  });

  test('whose answer is lost was sent once, and found out', async () => {
    for (const { one, handle } of all()) {
      const { id, name } = await writes(handle);
      const sent = call('message', { to: id, text: `Only once, ${randomUUID()}` });
      await assert.rejects(perform(failing(outside, one, 'lost-answer'), sent), isOf('unknown_outcome'));
      const found = await findOut(one, sent);
      assert.equal(found.outcome, 'done');
      assert.equal((await thread(handle, name)).filter((text) => text === sent.request.text).length, 1);
    }
  });

  test('that never arrived is not taken for one with the same words from before', async () => {
    const { id } = await writes('linen.and.oak');
    const first = call('message', { to: id, text: 'Yes.' });
    const { platformId } = await perform(instagram, first);
    const second = call('message', { to: id, text: 'Yes.' }, { knownIds: [platformId!] });
    assert.deepEqual(await findOut(instagram, second), { outcome: 'not_done' });
    const later = new Date(Date.now() + 180_000);
    assert.deepEqual(await findOut(instagram, { ...first, startedAt: later }), { outcome: 'not_done' });
  });

  test('is not taken for one that its reader wrote in the same words', async () => {
    const { id, name } = await writes('linen.and.oak');
    const words = `The same, ${randomUUID()}`;
    await play(outside, 'meta', 'message', { account: 'linen.and.oak', person: name, text: words });
    const sent = call('message', { to: id, text: words });
    assert.deepEqual(await findOut(instagram, sent), { outcome: 'not_done' });
  });

  test('is a picture, and is found as one', async () => {
    const { id } = await writes('linen.and.oak');
    const attachment = { type: 'image', url: 'https://files.stoa.test/oat.jpg' };
    const sent = call('message', { to: id, attachment });
    assert.deepEqual(await findOut(instagram, sent), { outcome: 'not_done' });
    const { platformId } = await perform(instagram, sent);
    assert.deepEqual(await findOut(instagram, sent), { outcome: 'done', platformId });
  });

  test('outside of the window is refused for good', async () => {
    for (const { one, handle } of all()) {
      const { id, name } = await writes(handle);
      await play(outside, 'meta', 'window', { account: handle, person: name, hours: 25 });
      await assert.rejects(perform(one, call('message', { to: id, text: 'Too late' })), (error) => {
        assert.ok(isTrouble(error, 'rejected'));
        assert.match(error.facts.code!, /^10\/(2534022|2018278)$/);
        return true;
      });
    }
  });

  test('that nobody could send is refused without asking the platform', async () => {
    const attachment = { type: 'image', url: 'https://files.stoa.test/oat.jpg' };
    const refused = [
      [{ to: '1', text: 'x', attachment }, 'one_thing'],
      [{ to: '1' }, 'one_thing'],
      [{ to: '1', template: { name: 'n', language: 'en', components: [] } }, 'no_templates'],
      [{ text: 'x' }, 'request_malformed'],
      [{ to: '1', tex: 'x' }, 'request_malformed'],
    ] as const;
    for (const [request, code] of refused)
      await assert.rejects(perform(instagram, call('message', request)), (error) => {
        assert.ok(isTrouble(error, 'rejected'));
        assert.equal(error.facts.code, code);
        return true;
      });
  });

  test('meets every way in which a platform fails as the trouble it is', async () => {
    const { id } = await writes('linen.and.oak');
    const sent = call('message', { to: id, text: 'x' });
    const troubles = {
      'rate-limited': 'rate_limited',
      'server-error': 'unavailable',
      'expired-token': 'unauthorized',
      'half-stream': 'unknown_outcome',
    } as const;
    for (const [failure, kind] of Object.entries(troubles))
      await assert.rejects(perform(failing(outside, instagram, failure), sent), (error) => {
        assert.ok(isTrouble(error, kind), `${failure}: ${error}`);
        if (kind === 'rate_limited') assert.ok(error.facts.until! > new Date());
        return true;
      });
  });

  test('is seen, and is given an emoji and has it taken back', async () => {
    for (const { one, handle } of all()) {
      const { id, mid, name: person } = await writes(handle);
      await perform(one, call('mark_seen', { to: id }));
      await perform(one, call('show_typing', { to: id }));
      assert.equal(await isWrittenTo(handle, person), true);
      for (const emoji of ['❤️', undefined])
        await perform(one, call('react', { to: id, messageId: mid, emoji }));
    }
  });
});

describe('a comment', () => {
  test('is answered below it, and the answer with a lost reply is found', async () => {
    for (const { one, handle } of all()) {
      const { id } = await comments(handle);
      const answer = call('comment_reply', { commentId: id, text: `It is 80, ${randomUUID()}` });
      assert.deepEqual(await findOut(one, answer), { outcome: 'not_done' });
      await assert.rejects(perform(failing(outside, one, 'lost-answer'), answer), isOf('unknown_outcome'));
      assert.equal((await findOut(one, answer)).outcome, 'done');
    }
  });

  test('below another is answered under the one on top', async () => {
    const { id, name } = await comments('linen.and.oak');
    const below = await play(outside, 'meta', 'reply', {
      account: 'linen.and.oak',
      person: name,
      comment: id,
      text: 'And in S?',
    });
    const answer = call('comment_reply', { commentId: String(below.id), text: `In S too, ${randomUUID()}` });
    const { platformId } = await perform(instagram, answer);
    assert.deepEqual(await findOut(instagram, answer), { outcome: 'done', platformId });
  });

  test('is answered in private once', async () => {
    for (const { one, handle } of all()) {
      const { id } = await comments(handle);
      const reply = call('private_reply', { commentId: id, text: `Let us write here, ${randomUUID()}` });
      assert.deepEqual(await findOut(one, reply), { outcome: 'not_done' });
      const { platformId } = await perform(one, reply);
      assert.deepEqual(await findOut(one, reply), { outcome: 'done', platformId });
      await assert.rejects(
        perform(one, call('private_reply', { commentId: id, text: 'Again' })),
        isOf('rejected'),
      );
    }
  });

  test('is hidden and shown, deleted, and what it is now says whether it was', async () => {
    for (const { one, handle } of all()) {
      const { id } = await comments(handle);
      const [hide, show, remove] = [
        call('hide_comment', { commentId: id, hidden: true }),
        call('hide_comment', { commentId: id, hidden: false }),
        call('delete_comment', { commentId: id }),
      ];
      assert.equal((await findOut(one, hide)).outcome, 'not_done');
      await perform(one, hide);
      assert.equal((await findOut(one, hide)).outcome, 'done');
      assert.equal((await findOut(one, show)).outcome, 'not_done');
      assert.equal((await findOut(one, remove)).outcome, 'not_done');
      await perform(one, remove);
      assert.equal((await findOut(one, remove)).outcome, 'done');
    }
  });

  test('of a Page is liked, and not any more: asked for again where the answer is lost, and found out', async () => {
    const { id } = await comments('tiny-atelier');
    const like = (liked: boolean) => call('like_comment', { commentId: id, liked });
    for (const liked of [true, false]) {
      assert.deepEqual(await findOut(page, like(liked)), { outcome: 'not_done' });
      await assert.rejects(perform(failing(outside, page, 'lost-answer'), like(liked)), isOf('unavailable'));
      assert.deepEqual(await findOut(page, like(liked)), { outcome: 'done', platformId: id });
      await perform(page, like(liked));
      assert.deepEqual(await findOut(page, like(liked)), { outcome: 'done', platformId: id });
    }
  });

  test('of Instagram is liked by no program', async () => {
    const { id } = await comments('tiny.atelier');
    const like = call('like_comment', { commentId: id, liked: true });
    await assert.rejects(perform(linked, like), (error) => {
      assert.ok(isTrouble(error, 'rejected'));
      assert.equal(error.facts.code, 'not_on_this_platform');
      return true;
    });
  });
});

describe('a post', () => {
  const draft = () => ({
    kind: 'image',
    imageUrl: `${outside.sandbox.url}/cdn.sandbox/picture/oat.jpg`,
    caption: 'Oat.',
  });

  test('is prepared and published, and a published container is not published again', async () => {
    const { platformId: containerId } = await perform(
      instagram,
      call('publish', { step: 'prepare', draft: draft() }),
    );
    const publish = call('publish', { step: 'publish', containerId });
    assert.deepEqual(await findOut(instagram, publish), { outcome: 'not_done' });
    await assert.rejects(
      perform(failing(outside, instagram, 'lost-answer'), publish),
      isOf('unknown_outcome'),
    );
    const found = await findOut(instagram, publish);
    assert.equal(found.outcome, 'done');
    assert.match((found as { platformId: string }).platformId, /^\d+$/);
  });

  test('of no known form, or on a platform without posts of ours, is refused without asking', async () => {
    await assert.rejects(perform(instagram, call('publish', { step: 'prepare' })), isOf('rejected'));
    await assert.rejects(perform(page, call('publish', {})), (error) => {
      assert.equal((error as { facts: { code: string } }).facts.code, 'not_on_this_platform');
      return isTrouble(error, 'rejected');
    });
    assert.deepEqual(await findOut(page, call('publish', {})), { outcome: 'not_done' });
  });
});

describe('a number of WhatsApp', () => {
  test('sends words, files and templates, and cannot be asked what became of one', async () => {
    const whatsapp = await connectedTo(outside, 'facebook', 'whatsapp', { accounts: [await wabaId()] });
    const { username } = whatsapp.candidate;
    const { id, mid, name: person } = await writes(username!);
    const sent = call('message', { to: id, text: 'Hello', replyTo: mid });
    assert.match((await perform(whatsapp, sent)).platformId!, /^wamid\./);
    const file = { type: 'file', url: `${outside.sandbox.url}/cdn.sandbox/picture/oat.jpg` };
    await perform(whatsapp, call('message', { to: id, text: 'This one', attachment: file }));
    const template = { name: 'we_are_back', language: 'en_US', components: [] };
    await perform(whatsapp, call('message', { to: id, template }));
    await perform(whatsapp, call('mark_seen', { to: id, messageId: mid }));
    await perform(whatsapp, call('show_typing', { to: id, messageId: mid }));
    assert.equal(await isWrittenTo(username!, person), true);
    for (const emoji of ['❤️', undefined])
      await perform(whatsapp, call('react', { to: id, messageId: mid, emoji }));
    assert.deepEqual(await findOut(whatsapp, sent), { outcome: 'cannot_tell' });
    await assert.rejects(perform(whatsapp, call('mark_seen', { to: id })), isOf('rejected'));
    await assert.rejects(
      perform(whatsapp, call('comment_reply', { commentId: '1', text: 'x' })),
      isOf('rejected'),
    );
  });
});

async function wabaId(): Promise<string> {
  const { wabas } = (await seen('')) as { wabas: { id: string }[] };
  return wabas[0]!.id;
}
async function thread(account: string, person: string): Promise<string[]> {
  const found = (await seen(`/threads/${account}/${person}`)) as { messages: { text?: string }[] };
  return found.messages.map(({ text }) => text ?? '');
}
async function isWrittenTo(account: string, person: string): Promise<boolean> {
  const found = (await seen(`/threads/${account}/${person}`)) as { typingAt: string | null };
  return found.typingAt !== null;
}
async function seen(path: string): Promise<unknown> {
  const answer = await fetch(`${outside.sandbox.url}/meta${path}`, {
    headers: { accept: 'application/json' },
  });
  return answer.json();
}
