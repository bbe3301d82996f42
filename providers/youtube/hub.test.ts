import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { scripted, troubleOf } from '../oauth/testing.ts';
import { readXml } from './atom.ts';
import { splitYouTubeFeed } from './feed.ts';
import { feedTopicOf, openYouTubeHub, readHubQuestion, verifyYouTube } from './hub.ts';

const feed = (inside: string) => `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:at="http://purl.org/atompub/tombstones/1.0"
      xmlns="http://www.w3.org/2005/Atom">
  <link rel="hub" href="https://pubsubhubbub.appspot.com"/>${inside}
  <updated>2026-11-21T09:00:00.123456789+00:00</updated></feed>`;
const entry = (title = 'Lino &amp; quercia &#x1F33F;') => `<entry>
  <id>yt:video:V1</id><yt:videoId>V1</yt:videoId><yt:channelId>UC1</yt:channelId><title>${title}</title>
  <link rel="alternate" href="https://www.youtube.com/watch?v=V1&amp;x=1"/>
  <author><name>Linen</name><uri>https://www.youtube.com/channel/UC1</uri></author>
  <published>2026-11-20T10:00:00+00:00</published><updated>2026-11-21T09:00:00.554392234+00:00</updated></entry>`;
const tombstone = `<at:deleted-entry ref="yt:video:V2" when="2026-11-21T08:00:00.123+00:00">
  <link href="https://www.youtube.com/watch?v=V2"/>
  <at:by><name>Linen</name><uri>https://www.youtube.com/channel/UC1</uri></at:by></at:deleted-entry>`;

describe('a feed', () => {
  test('tells of videos that are new or changed, and of those that are gone', () => {
    const [changed, gone, ...more] = splitYouTubeFeed(feed(entry() + tombstone));
    assert.deepEqual(more, []);
    assert.deepEqual(changed, {
      platform: 'youtube',
      accountId: 'UC1',
      eventId: undefined,
      kind: 'video',
      conversationKey: 'V1',
      at: new Date('2026-11-21T09:00:00.554Z'),
      payload: {
        videoId: 'V1',
        title: 'Lino & quercia 🌿',
        url: 'https://www.youtube.com/watch?v=V1&x=1',
        channelName: 'Linen',
        publishedAt: new Date('2026-11-20T10:00:00Z'),
      },
    });
    assert.deepEqual([gone!.kind, gone!.accountId, gone!.conversationKey], ['video_deleted', 'UC1', 'V2']);
    assert.deepEqual(gone!.at, new Date('2026-11-21T08:00:00.123Z'));
  });

  test('may be without entries, and with entries that say little', () => {
    assert.deepEqual(splitYouTubeFeed(feed('')), []);
    assert.deepEqual(splitYouTubeFeed(feed('<entry/><entry><title>x</title></entry>')), []);
    const [event] = splitYouTubeFeed(feed('<entry><yt:videoId>V</yt:videoId></entry>'));
    assert.deepEqual([event!.accountId, event!.at, event!.payload], [undefined, undefined, { videoId: 'V' }]);
  });

  test('reads text that was written in other ways', () => {
    const title = (written: string) => splitYouTubeFeed(feed(entry(written)))[0]?.payload.title;
    assert.equal(title('<![CDATA[a <b> & c]]>'), 'a <b> & c');
    assert.equal(title('a<!-- no --> b &#233; &lt;i&gt;'), 'a b é <i>');
  });

  test('is nothing when it is not well formed', () => {
    const bad = [
      '',
      'no xml',
      '<feed>',
      '<feed></entry>',
      '<feed><entry></feed></entry>',
      '<feed/><feed/>',
      '<feed/><more>',
      '<feed/>and more',
      '<feed a="1" a="2"/>',
      '<feed a=1/>',
      '<feed>&nbsp;</feed>',
      '<feed>&</feed>',
      '<feed>&#0;</feed>',
      '<feed>&#xD800;</feed>',
      '<!DOCTYPE feed [<!ENTITY a "b">]><feed>&a;</feed>',
      '<feed><!-- a -- b --></feed>',
      `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
    ];
    for (const xml of bad) {
      assert.equal(readXml(xml), undefined, xml);
      assert.deepEqual(splitYouTubeFeed(xml), [], xml);
    }
    assert.equal(readXml('<feed> <a/>\n</feed>\n')?.children.length, 1);
    const many = feed(entry().repeat(300));
    assert.equal(splitYouTubeFeed(many).length, 99);
  });

  test('never throws, whatever it is given', () => {
    const pieces = fc.constantFrom(
      '<feed',
      '>',
      '</feed>',
      '<entry>',
      '&',
      '<![CDATA[',
      ']]>',
      '<!--',
      '"',
      "'",
      'é',
      '=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) =>
        Array.isArray(splitYouTubeFeed(parts.join(''))),
      ),
    );
    const xml = feed(entry() + tombstone);
    fc.assert(
      fc.property(fc.nat(xml.length), fc.string(), (at, noise) =>
        Array.isArray(splitYouTubeFeed(xml.slice(0, at) + noise + xml.slice(at + 1))),
      ),
    );
  });
});

describe('a delivery of the hub', () => {
  const raw = Buffer.from(feed(entry('perché ☕')));
  const sign = (secret: string, body = raw) =>
    `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
  const check = (signature: string | string[] | undefined, body = raw) => {
    const verdict = verifyYouTube(body, { 'x-hub-signature': signature }, ['old', 'secret']);
    return verdict.ok ? 'none' : verdict.flaw;
  };

  test('is genuine by any secret of its subscription', () => {
    assert.deepEqual([check(sign('secret')), check(sign('old'))], ['none', 'none']);
    assert.equal(check(sign('secret').toUpperCase().replace('SHA1', 'sha1')), 'none');
  });

  test('is refused with the secret of another, changed, cut, or without a signature', () => {
    assert.equal(check(sign('another')), 'signature_wrong');
    assert.equal(check(sign('secret'), Buffer.from(raw.toString().replace('V1', 'V9'))), 'signature_wrong');
    assert.equal(check(sign('secret'), raw.subarray(0, -1)), 'signature_wrong');
    assert.equal(check(undefined), 'header_missing');
    assert.equal(check([sign('secret'), sign('secret')]), 'header_missing');
    for (const bad of [
      'sha1=',
      sign('secret').slice(0, -1),
      `${sign('secret')}0`,
      sign('secret').slice(5),
      'md5=00',
    ])
      assert.equal(check(bad), 'header_malformed', bad);
  });
});

describe('a subscription', () => {
  test('is asked for with a secret, and may be asked for again', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'youtube',
      { status: 202 },
      { isCut: true },
      { status: 422 },
    );
    const hub = openYouTubeHub(outside);
    const wish = { channelId: 'UC1', callbackUrl: 'https://stoa.test/hub', secret: 's' };
    await hub.subscribe(wish);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(heard[0]!.body)), {
      'hub.mode': 'subscribe',
      'hub.topic': 'https://www.youtube.com/xml/feeds/videos.xml?channel_id=UC1',
      'hub.callback': 'https://stoa.test/hub',
      'hub.verify': 'async',
      'hub.secret': 's',
      'hub.lease_seconds': '432000',
    });
    await troubleOf(hub.subscribe(wish), 'unavailable');
    await troubleOf(hub.unsubscribe(wish), 'rejected');
  });

  test('is confirmed by what the hub asks, and by nothing else', () => {
    const ask = (fields: Record<string, string>) => readHubQuestion(new URLSearchParams(fields));
    const question = { 'hub.mode': 'subscribe', 'hub.topic': feedTopicOf('UC1'), 'hub.challenge': '0123' };
    assert.deepEqual(ask({ ...question, 'hub.lease_seconds': '432000' }), {
      mode: 'subscribe',
      channelId: 'UC1',
      challenge: '0123',
      leaseSeconds: 432000,
    });
    assert.equal(ask({ ...question, 'hub.mode': 'denied' }), undefined);
    assert.equal(ask({ ...question, 'hub.challenge': '' }), undefined);
    const elsewhere = 'https://evil.test/xml/feeds/videos.xml?channel_id=UC1';
    for (const topic of ['', 'x', elsewhere, 'https://www.youtube.com/xml/feeds/videos.xml'])
      assert.equal(ask({ ...question, 'hub.topic': topic }), undefined, topic);
  });
});
