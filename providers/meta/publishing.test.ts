import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { isTrouble } from '../trouble.ts';
import { asked, metaAgainst, refusal } from './testing.ts';

const host = '/graph.instagram.com/v25.0';

describe('publishing', () => {
  const formOf = async (t: TestContext, draft: object) => {
    const { seen, ...one } = await metaAgainst(t, { body: { id: '555' } });
    const { data } = await one.instagram.publishing.create('17841', draft as never);
    assert.deepEqual(data, { containerId: '555' });
    return Object.fromEntries(new URLSearchParams(seen[0]!.body));
  };

  test('makes a container of each kind', async (t) => {
    const image = { kind: 'image', imageUrl: 'https://a.test/1.jpg', caption: 'ä & b', altText: 'Linen' };
    assert.deepEqual(await formOf(t, image), {
      image_url: image.imageUrl,
      caption: 'ä & b',
      alt_text: 'Linen',
    });
    const reel = { kind: 'reel', videoUrl: 'https://a.test/1.mp4', isInFeed: false, thumbOffsetMs: 500 };
    assert.deepEqual(await formOf(t, reel), {
      media_type: 'REELS',
      video_url: reel.videoUrl,
      share_to_feed: 'false',
      thumb_offset: '500',
    });
    assert.deepEqual(await formOf(t, { kind: 'story', imageUrl: 'https://a.test/1.jpg' }), {
      media_type: 'STORIES',
      image_url: 'https://a.test/1.jpg',
    });
    assert.deepEqual(await formOf(t, { kind: 'part', videoUrl: 'https://a.test/1.mp4' }), {
      is_carousel_item: 'true',
      media_type: 'VIDEO',
      video_url: 'https://a.test/1.mp4',
    });
    const album = { kind: 'album', partIds: ['1', '2'], collaborators: ['oak'] };
    assert.deepEqual(await formOf(t, album), {
      media_type: 'CAROUSEL',
      children: '1,2',
      collaborators: '["oak"]',
    });
  });

  test('says how a container is, with the code of its failure', async (t) => {
    const one = await metaAgainst(t, {
      body: {
        status_code: 'ERROR',
        status: 'Error: Media upload has failed with error code 2207026',
        id: '555',
      },
    });
    const { data } = await one.instagram.publishing.state('555');
    assert.deepEqual([data.status, data.code], ['ERROR', '2207026']);
  });

  test('is done once: a lost answer is of unknown outcome', async (t) => {
    const { seen, ...one } = await metaAgainst(t, refusal({ code: 1 }, 500));
    const { publishing } = one.instagram;
    await assert.rejects(publishing.publish('17841', '555'), (error) => isTrouble(error, 'unknown_outcome'));
    await assert.rejects(publishing.create('17841', { kind: 'album', partIds: [] }), (error) =>
      isTrouble(error, 'unavailable'),
    );
    assert.equal(seen[0]!.body, 'creation_id=555');
  });

  test('tells what is left of the day, where the platform says so', async (t) => {
    const config = { quota_total: 50, quota_duration: 86_400 };
    const one = await metaAgainst(t, { body: { data: [{ quota_usage: 2, config }] } });
    assert.deepEqual((await one.instagram.publishing.limit('17841')).data, {
      usedCount: 2,
      totalCount: 50,
      durationSeconds: 86_400,
    });
    const two = await metaAgainst(t, { body: { data: [{ quota_usage: 2 }] } });
    assert.deepEqual((await two.instagram.publishing.limit('17841')).data, { usedCount: 2 });
    const three = await metaAgainst(t, { body: { data: [] } });
    await assert.rejects(three.instagram.publishing.limit('17841'), (error) =>
      isTrouble(error, 'unavailable'),
    );
  });
});

describe('posts and figures', () => {
  test('an album comes with its parts, and hidden likes are absent', async (t) => {
    const one = await metaAgainst(t, {
      body: {
        id: 18,
        media_type: 'CAROUSEL_ALBUM',
        timestamp: '2026-11-21T00:00:00+0000',
        comments_count: 2,
        children: { data: [{ id: '19', media_type: 'IMAGE', media_url: 'https://a.test/1' }] },
      },
    });
    assert.deepEqual((await one.instagram.media.get('18')).data, {
      id: '18',
      type: 'CAROUSEL_ALBUM',
      at: new Date('2026-11-21T00:00:00Z'),
      commentsCount: 2,
      children: [{ id: '19', type: 'IMAGE', url: 'https://a.test/1' }],
    });
  });

  test('figures are a series, a total, or a total cut by kinds', async (t) => {
    const { seen, ...one } = await metaAgainst(t, {
      body: {
        data: [
          {
            name: 'reach',
            period: 'day',
            values: [{ value: 7, end_time: '2026-11-21T08:00:00+0000' }, { value: null }],
          },
          {
            name: 'follower_demographics',
            period: 'lifetime',
            total_value: {
              breakdowns: [
                { dimension_keys: ['age'], results: [{ dimension_values: ['18-24'], value: 12 }] },
              ],
            },
          },
          { name: 'online_followers', values: [{ value: { '0': 3, '1': 4 } }] },
          { title: 'nameless' },
        ],
      },
    });
    const since = new Date('2026-11-20T00:00:00Z');
    const { data } = await one.instagram.insights.ofAccount('17841', { metrics: ['reach', 'views'], since });
    assert.deepEqual(data, [
      {
        name: 'reach',
        period: 'day',
        points: [{ value: 7, at: new Date('2026-11-21T08:00:00Z') }],
        breakdowns: [],
      },
      {
        name: 'follower_demographics',
        period: 'lifetime',
        points: [],
        breakdowns: [{ dimensions: ['age'], rows: [{ values: ['18-24'], count: 12 }] }],
      },
      { name: 'online_followers', points: [{ value: { '0': 3, '1': 4 } }], breakdowns: [] },
    ]);
    assert.deepEqual(seen[0]!.query, { metric: 'reach,views', since: '1795132800' });
  });
});

describe('subscriptions', () => {
  test('of the app are made, listed and ended with its own token', async (t) => {
    const subscription = { object: 'instagram', callback_url: 'https://stoa.test/hooks/meta', active: true };
    const { seen, ...one } = await metaAgainst(t, {
      body: {
        success: true,
        data: [{ ...subscription, fields: [{ name: 'messages', version: 'v25.0' }, 'comments'] }],
      },
    });
    const callbackUrl = subscription.callback_url;
    const wish = {
      object: 'instagram',
      callbackUrl,
      verifyToken: 'v',
      fields: ['messages', 'comments'],
    } as const;
    await one.meta.appWebhooks.subscribe(wish);
    assert.deepEqual((await one.meta.appWebhooks.list()).data, [
      { object: 'instagram', callbackUrl, isActive: true, fields: ['messages', 'comments'] },
    ]);
    await one.meta.appWebhooks.unsubscribe('page');
    const path = '/graph.facebook.com/v25.0/1000/subscriptions';
    assert.deepEqual(seen.map(asked), [
      ['POST', path, {}],
      ['GET', path, {}],
      ['DELETE', path, { object: 'page' }],
    ]);
    assert.ok(seen.every(({ headers }) => headers.authorization === 'Bearer 1000|a-secret'));
    assert.deepEqual(Object.fromEntries(new URLSearchParams(seen[0]!.body)), {
      object: 'instagram',
      callback_url: callbackUrl,
      verify_token: 'v',
      fields: 'messages,comments',
      include_values: 'true',
    });
  });

  test('of an account say which fields are told', async (t) => {
    const { seen, ...one } = await metaAgainst(t, {
      body: {
        success: true,
        data: [{ id: 1000, subscribed_fields: ['messages'] }],
      },
    });
    const { webhooks } = one.instagram;
    await webhooks.subscribe('17841', ['messages', 'comments']);
    assert.deepEqual((await webhooks.state('17841')).data, { isSubscribed: true, fields: ['messages'] });
    await webhooks.unsubscribe('17841');
    const path = `${host}/17841/subscribed_apps`;
    assert.deepEqual(seen.map(asked), [
      ['POST', path, { subscribed_fields: 'messages,comments' }],
      ['GET', path, {}],
      ['DELETE', path, {}],
    ]);
    const none = await metaAgainst(t, { body: { data: [] } });
    assert.deepEqual((await none.instagram.webhooks.state('1')).data, { isSubscribed: false, fields: [] });
  });
});
