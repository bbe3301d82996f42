import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, type TestContext, test } from 'node:test';
import { isTrouble } from '../trouble.ts';
import { type Answered, metaAgainst, refusal, type Seen } from './testing.ts';

async function number(t: TestContext, answer: (seen: Seen) => Answered) {
  const { seen, meta } = await metaAgainst(t, answer);
  return { seen, ...meta.whatsapp({ token: 'EAAsystem' }) };
}

describe('a message of WhatsApp', () => {
  const send = async (t: TestContext, content: object, more: object = {}) => {
    const { seen, messages } = await number(t, () => ({
      body: {
        messaging_product: 'whatsapp',
        contacts: [{ input: '+5511987654321', wa_id: '551187654321' }],
        messages: [{ id: 'wamid.1', message_status: 'accepted' }],
      },
    }));
    const { data } = await messages.send('n1', { to: '+5511987654321', content, ...more } as never);
    const { messaging_product, recipient_type, to, ...rest } = JSON.parse(seen[0]!.body);
    assert.deepEqual([messaging_product, recipient_type, to], ['whatsapp', 'individual', '+5511987654321']);
    assert.equal(seen[0]!.path, '/graph.facebook.com/v25.0/n1/messages');
    return { data, rest };
  };

  test('answers its id, and the number as WhatsApp knows it', async (t) => {
    const { data, rest } = await send(t, { text: 'Hello' }, { replyTo: 'wamid.0' });
    assert.deepEqual(data, { messageId: 'wamid.1', personId: '551187654321', status: 'accepted' });
    assert.deepEqual(rest, {
      context: { message_id: 'wamid.0' },
      type: 'text',
      text: { body: 'Hello', preview_url: false },
    });
  });

  test('is a file, a template, a reaction or a question with buttons', async (t) => {
    const restOf = async (content: object) => (await send(t, content)).rest;
    assert.deepEqual(
      await restOf({ file: { type: 'document', fileId: '7', fileName: 'a.pdf', caption: 'Sizes' } }),
      {
        type: 'document',
        document: { id: '7', caption: 'Sizes', filename: 'a.pdf' },
      },
    );
    assert.deepEqual(await restOf({ file: { type: 'image', url: 'https://a.test/1.jpg' } }), {
      type: 'image',
      image: { link: 'https://a.test/1.jpg' },
    });
    assert.deepEqual(await restOf({ template: { name: 'hello', language: 'en_US' } }), {
      type: 'template',
      template: { name: 'hello', language: { code: 'en_US' } },
    });
    assert.deepEqual(await restOf({ reaction: { messageId: 'wamid.0' } }), {
      type: 'reaction',
      reaction: { message_id: 'wamid.0', emoji: '' },
    });
    assert.deepEqual(await restOf({ text: 'Sure?', choices: [{ id: 'yes', title: 'Yes' }] }), {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Sure?' },
        action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }] },
      },
    });
  });

  test('without a message in the answer may have been sent', async (t) => {
    const { messages } = await number(t, () => ({ body: { messaging_product: 'whatsapp', messages: [] } }));
    await assert.rejects(messages.send('n1', { to: '1', content: { text: 'x' } }), (error) =>
      isTrouble(error, 'unknown_outcome'),
    );
  });

  test('is marked as read', async (t) => {
    const { messages, seen } = await number(t, () => ({ body: { success: true } }));
    await messages.markRead('n1', 'wamid.1', true);
    assert.deepEqual(JSON.parse(seen[0]!.body), {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.1',
      typing_indicator: { type: 'text' },
    });
  });
});

describe('a file of WhatsApp', () => {
  const bytes = Buffer.from('a photo, or so it says');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts = {
    url: 'https://lookaside.fbsbx.com/file?mid=7',
    mime_type: 'image/jpeg',
    sha256,
    file_size: '22',
    id: '7',
  };
  const kept =
    (url = facts.url, status = 200) =>
    (seen: Seen): Answered =>
      seen.path.startsWith('/lookaside') ? { status, body: bytes.toString() } : { body: { ...facts, url } };

  test('is fetched with the token, from where the platform says', async (t) => {
    const { files, seen } = await number(t, kept());
    const file = await files.download('7', 1_000);
    assert.deepEqual([Buffer.from(file.bytes), file.mimeType], [bytes, 'image/jpeg']);
    assert.deepEqual(
      seen.map(({ path, headers }) => [path, headers.authorization]),
      [
        ['/graph.facebook.com/v25.0/7', 'Bearer EAAsystem'],
        ['/lookaside.fbsbx.com/file', 'Bearer EAAsystem'],
      ],
    );
    assert.equal((await files.get('7')).data.sizeBytes, 22);
  });

  test('is not read beyond what anybody wants of it', async (t) => {
    const { files } = await number(t, kept());
    await assert.rejects(files.download('7', bytes.length - 1), (error) => isTrouble(error, 'rejected'));
  });

  test('is not fetched in the clear', async (t) => {
    const { files, seen } = await number(t, kept('http://127.0.0.1:1/file'));
    await assert.rejects(files.download('7', 1_000), (error) => isTrouble(error, 'rejected'));
    assert.equal(seen.length, 1);
  });

  test('whose address is too old is to be asked for again', async (t) => {
    const { files } = await number(t, kept(facts.url, 404));
    await assert.rejects(files.download('7', 1_000), (error) => isTrouble(error, 'unavailable'));
  });

  test('that is gone is refused', async (t) => {
    const { files } = await number(t, () => refusal({ code: 100, error_subcode: 33 }));
    await assert.rejects(files.download('7', 1_000), (error) => isTrouble(error, 'rejected'));
  });

  test('is sent as a form with its type and name', async (t) => {
    const { files, seen } = await number(t, () => ({ body: { id: '8' } }));
    const { data } = await files.upload('n1', {
      bytes: new Uint8Array(bytes),
      mimeType: 'image/jpeg',
      fileName: 'é.jpg',
    });
    assert.deepEqual(data, { fileId: '8' });
    const form = await new Response(seen[0]!.body, {
      headers: { 'content-type': seen[0]!.headers['content-type']! },
    }).formData();
    const file = form.get('file') as File;
    assert.deepEqual(
      [form.get('messaging_product'), form.get('type'), file.name, file.type, await file.text()],
      ['whatsapp', 'image/jpeg', 'é.jpg', 'image/jpeg', bytes.toString()],
    );
  });
});

describe('a template of WhatsApp', () => {
  test('is listed with its state, and the reason where there is one', async (t) => {
    const template = { id: 1, name: 'hello', language: 'en_US', status: 'APPROVED', category: 'UTILITY' };
    const { templates, seen } = await number(t, () => ({
      body: {
        data: [
          { ...template, rejected_reason: 'NONE', components: [{ type: 'BODY', text: 'Hello' }] },
          { ...template, id: '2', status: 'REJECTED', rejected_reason: 'SCAM' },
        ],
      },
    }));
    const { data } = await templates.list('w1', { name: 'hello' });
    assert.deepEqual(data.items, [
      { ...template, id: '1', components: [{ type: 'BODY', text: 'Hello' }] },
      { ...template, id: '2', status: 'REJECTED', rejectedFor: 'SCAM', components: [] },
    ]);
    assert.equal(seen[0]!.query.name, 'hello');
  });
});
