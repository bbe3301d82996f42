import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testOutside } from '../../../kit/testing/outside.ts';
import { listMessages } from './messages.ts';
import { beginConversation, inboxWorkspace, said } from './testing.ts';

describe('listMessages', () => {
  test('SS-27 is from the end, page by page, and by the platform’s clock', async () => {
    const w = await inboxWorkspace();
    const outside = await testOutside();
    const begun = await beginConversation(w);
    const at = (seconds: number) => new Date(w.ground.clock.now().getTime() + seconds * 1_000);
    for (const seconds of [3, 1, 2]) await said(w, begun, { body: `${seconds}`, happenedAt: at(seconds) });
    const viewer = await w.member('viewer');
    const list = (query: { limit: number; after?: string | undefined }) =>
      w.reading(viewer, (ctx) =>
        listMessages(ctx, { conversationId: begun.conversationId, ...query }, outside as never),
      );
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, after: first.next! });
    assert.deepEqual(
      [...first.items, ...second.items].map(({ body }) => body),
      ['3', '2', '1'],
    );
    assert.equal(second.next, null);
  });

  test('shows nothing of another workspace', async () => {
    const [ours, theirs] = [await inboxWorkspace(), await inboxWorkspace()];
    const begun = await beginConversation(theirs);
    const viewer = await ours.member('viewer');
    await assert.rejects(
      ours.reading(viewer, async (ctx) =>
        listMessages(ctx, { conversationId: begun.conversationId, limit: 2 }, (await testOutside()) as never),
      ),
      { code: 'inbox.conversation_not_found' },
    );
  });
});
