import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AttachmentId } from '../messages/contract.ts';
import { beginConversation, said } from '../messages/testing.ts';
import { getMailPage } from './pages.ts';
import { cleanHtml } from './parse/clean-html.ts';
import { mailWorkspace, openMailbox } from './testing.ts';

/** A mail with this markup and a picture of its own, and how it is looked at. */
async function mailWith(markup: string) {
  const w = await mailWorkspace();
  const owner = await w.member('member');
  const begun = await beginConversation(w, { channelId: await openMailbox(w, { owner, memberOnly: true }) });
  const messageId = await said(w, begun, { kind: 'mail' });
  const attachmentId = newId(AttachmentId);
  const { workspaceId } = w;
  await w.system.work(async ({ tx, now }) => {
    await tx.run(sql`
      insert into inbox.mail_details (workspace_id, message_id, html, created_at)
      values (${workspaceId}, ${messageId}, ${cleanHtml(markup).html}, ${now})`);
    await tx.run(sql`
      insert into inbox.attachments (workspace_id, id, message_id, kind, status, storage_key, created_at, settled_at)
      values (${workspaceId}, ${attachmentId}, ${messageId}, 'image', 'stored', 'w/photo.webp', ${now}, ${now})`);
    await tx.run(sql`
      insert into inbox.mail_pictures (workspace_id, message_id, content_id, attachment_id)
      values (${workspaceId}, ${messageId}, 'a&"b@ada.test', ${attachmentId})`);
  });
  const { conversationId } = begun;
  const page = (images: 'hidden' | 'shown', actor = owner) =>
    w.reading(actor, async (ctx) => {
      const { stream, policy, contentType } = await getMailPage(
        ctx,
        { conversationId, messageId, images },
        { fileUrl: (key) => `/files?key=${key}&mac=x` },
      );
      const pieces: string[] = [];
      for await (const piece of stream) pieces.push(String(piece));
      return { text: pieces.join(''), policy: policy!, contentType };
    });
  return { w, page };
}

describe('a mail as it was laid out', () => {
  const markup =
    '<p>Hello</p><img src="cid:a&amp;%22b@ada.test"><img src="https://pixel.test/seen.gif?a=1&amp;b=2"><img src="cid:none">' +
    '<p> data-remote="https://pixel.test/not.gif"</p>';

  test('shows the pictures it brought along, and of others none until somebody asks', async () => {
    const { page } = await mailWith(markup);
    const hidden = await page('hidden');
    assert.match(hidden.text, /<img src="\/files\?key=w\/photo\.webp&amp;mac=x">/);
    assert.doesNotMatch(hidden.text, /src="https/);
    assert.doesNotMatch(hidden.policy, /https?:/);
    const shown = await page('shown');
    assert.match(
      shown.text,
      /src="https:\/\/pixel\.test\/seen\.gif\?a=1&amp;b=2" referrerpolicy="no-referrer"/,
    );
    assert.doesNotMatch(shown.text, / src="https:\/\/pixel\.test\/not/);
  });

  test('has no origin, runs nothing, sends nothing and is shown in no page but ours', async () => {
    const { page } = await mailWith(markup);
    const { policy, contentType } = await page('shown');
    assert.equal(contentType, 'text/html; charset=utf-8');
    const said = new Map(policy.split('; ').map((one) => [one.split(' ')[0]!, one]));
    assert.equal(said.get('sandbox'), 'sandbox allow-popups allow-popups-to-escape-sandbox');
    assert.equal(said.get('default-src'), "default-src 'none'");
    assert.equal(said.get('form-action'), "form-action 'none'");
    assert.equal(said.get('frame-ancestors'), "frame-ancestors 'self'");
    assert.ok(!said.has('script-src'));
  });

  test('is not there for whoever does not see the mailbox', async () => {
    const { w, page } = await mailWith(markup);
    await assert.rejects(page('hidden', await w.member('owner')), { code: 'inbox.conversation_not_found' });
  });
});
