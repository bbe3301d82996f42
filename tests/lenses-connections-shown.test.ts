import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../kit/ids.ts';
import { type Sql, sql } from '../kit/sql.ts';
import { AccountId } from '../modules/connections/accounts/contract.ts';
import { findFacts } from '../modules/connections/health/health.sql.ts';
import { healthOf } from '../modules/connections/health/health.ts';
import { eventAttemptsMax } from '../modules/connections/intake/contract.ts';
import { as, asOwner, at, connected, filled, later, Row, readAs, whole } from './direct-clients.ts';

describe('what is kept of an account', () => {
  const shown: [rule: string, view: string, of: 'instagram' | 'youtube' | 'amazon', expected: object][] = [
    [
      'CR-21',
      'creator.platform_connections',
      'instagram',
      { platform: 'instagram', connectionStatus: 'connected', connectionError: null, lastSyncAt: later },
    ],
    [
      'CR-29',
      'creator.youtube_connections',
      'youtube',
      {
        channelName: 'Linen & Oak',
        connectionStatus: 'active',
        subscriberCount: 12n,
        totalViews: 100n,
        videoCount: 4n,
        averageViewsPerVideo: 25n,
        lastMetricsUpdate: at,
      },
    ],
    [
      'CR-30',
      'creator.instagram_connections',
      'instagram',
      { username: 'linen', accountType: 'CREATOR', followerCount: 12n, followingCount: 3n, mediaCount: 4n },
    ],
    [
      'CR-31',
      'creator.sync_logs',
      'youtube',
      {
        syncType: 'comments',
        status: 'failed',
        videosSynced: 1,
        commentsSynced: 2,
        errorMessage: 'The platform did not answer.',
      },
    ],
    [
      'SE-43',
      'selify.connected_social_accounts',
      'instagram',
      { platformUsername: 'linen', status: 'active', errorMessage: null, lastSyncAt: later },
    ],
    [
      'SE-53',
      'selify.amazon_connected_accounts',
      'amazon',
      { sellerName: 'Linen & Oak', marketplaceId: 'ATVPDKIKX0DER', region: 'us-east-1', status: 'active' },
    ],
    [
      'SE-51 SE-159',
      'selify.account_sync_metadata',
      'instagram',
      {
        lastSyncAt: later,
        postsSyncedCount: 40n,
        syncStatus: 'failed',
        syncError: 'unavailable',
        activityClassification: 'busy',
        syncFrequencyMinutes: 5,
      },
    ],
    [
      'SE-52 SE-159',
      'selify.social_account_sync_metadata',
      'instagram',
      {
        syncInProgress: false,
        apiCallsThisHour: 7n,
        totalPostsSynced: 40n,
        lastPostId: 'post-9',
        consecutiveErrors: 2,
        lastError: 'unavailable',
        nextAllowedSync: at,
      },
    ],
    [
      'SE-49',
      'selify.instagram_account_health',
      'instagram',
      {
        healthStatus: 'degraded',
        tokenValid: true,
        webhookDeliveryRate: '66.67',
        avgResponseTimeMs: 80,
        messagesProcessedToday: 5,
        messagesFailedToday: 1,
      },
    ],
    [
      'SE-50',
      'selify.instagram_rate_limits',
      'instagram',
      {
        messagesSentThisHour: 0,
        messagesSentToday: 30,
        hourlyLimit: 150,
        dailyLimit: 900,
        lastMessageAt: at,
      },
    ],
    [
      'SE-42',
      'selify.instagram_webhook_subscriptions',
      'instagram',
      { subscriptionStatus: 'active', subscribedFields: ['messages', 'comments'], errorCount: 0 },
    ],
  ];
  for (const [rule, view, platform, expected] of shown) {
    test(`${rule} is in ${view}, once`, async () => {
      const place = await filled();
      const found = await readAs(
        place.w,
        place.me,
        sql`select t.* from (${whole(view)}) t
             where exists (select from jsonb_each_text(to_jsonb(t)) e where e.value = ${place[platform]})`,
      );
      assert.equal(found.length, 1);
      assert.deepEqual(found[0], { ...found[0], ...expected });
    });
  }

  test('SE-49 SE-50 is as the document has it before anything has happened', async () => {
    const { w, me } = await filled();
    const id = await connected(w, 'instagram', me);
    const health = sql`select health_status, token_valid, webhook_delivery_rate, error_types, consecutive_failures
                         from selify.instagram_account_health where account_id = ${id}`;
    const limits = sql`select hourly_limit, daily_limit, messages_sent_today, messages_sent_this_hour, reset_at
                         from selify.instagram_rate_limits where account_id = ${id}`;
    assert.deepEqual(await readAs(w, me, health), [
      {
        healthStatus: 'healthy',
        tokenValid: true,
        webhookDeliveryRate: '100.00',
        errorTypes: {},
        consecutiveFailures: 0,
      },
    ]);
    assert.deepEqual(await readAs(w, me, limits), [
      { hourlyLimit: 200, dailyLimit: 1000, messagesSentToday: 0, messagesSentThisHour: 0, resetAt: null },
    ]);
  });

  const states: [
    change: string,
    creator: string,
    twoWords: string,
    selify: string,
    error: string | null,
    active: boolean,
  ][] = [
    ['updated_at = updated_at', 'connected', 'active', 'active', null, true],
    [
      `broken_at = now(), broken_reason = 'token_revoked'`,
      'error',
      'disconnected',
      'error',
      'token_revoked',
      true,
    ],
    [
      `disconnected_at = now(), disconnected_reason = 'by_member', broken_at = now(), broken_reason = 'blocked'`,
      'disconnected',
      'disconnected',
      'disconnected',
      null,
      false,
    ],
  ];
  for (const [change, creator, twoWords, selify, error, active] of states) {
    test(`SS-16 CR-21 CR-29 SE-44 says in each document's words that it is ${creator}`, async () => {
      const { w, me, instagram } = await filled();
      await asOwner((tx) =>
        tx.run(sql`update connections.accounts set ${sql.trusted(change)} where id = ${instagram}`),
      );
      const found = await readAs(
        w,
        me,
        sql`select p.connection_status as creator, i.connection_status as two_words, c.status as selify,
                   c.error_message as error, s.is_active as active
              from creator.platform_connections p
              join creator.instagram_connections i on i.id = p.id
              join selify.connected_social_accounts c on c.id = p.id
              join socialsync.social_accounts s on s.id = p.id
             where p.id = ${instagram}`,
      );
      assert.deepEqual(found, [{ creator, twoWords, selify, error, active }]);
    });
  }

  test('SE-53 is one seller per workspace, though another was connected before', async () => {
    const { w, me, amazon } = await filled();
    await asOwner((tx) =>
      tx.run(sql`update connections.accounts set disconnected_at = ${at}, disconnected_reason = 'by_member'
                  where id = ${amazon}`),
    );
    const sellers = sql`select id, status from selify.amazon_connected_accounts`;
    assert.deepEqual(await readAs(w, me, sellers), [{ id: amazon, status: 'disconnected' }]);
    const next = await connected(w, 'amazon', me);
    assert.deepEqual(await readAs(w, me, sellers), [{ id: next, status: 'active' }]);
  });
});

describe('how an account is doing', () => {
  const facts: [what: string, change: Sql][] = [
    ['nothing has happened', health('day_processed_count = 0')],
    ['its token was taken back', account(`broken_at = now(), broken_reason = 'token_revoked'`)],
    ['its token is over', account(`token_expires_at = now() - interval '1 hour'`)],
    [
      'its token is renewed at the next call',
      account(`token_expires_at = now() - interval '1 hour', refresh_at = now()`),
    ],
    ['a permission is lacking', account(`lacking_scopes = '{messages}'`)],
    ['a call failed', health('failures_count = 1')],
    ['call after call failed', health('failures_count = 5')],
    ['webhooks told half of it', health('hooks_came_count = 5, hooks_missed_count = 5')],
    ['webhooks told half of a handful', health('hooks_came_count = 2, hooks_missed_count = 2')],
    ['an event failed today', health('day_failed_count = 1')],
    ['an event failed days ago', health(`day_failed_count = 1, day = '2026-01-02'`)],
    ['the platform refused to tell', subscription('refused')],
    ['the platform tells no more', subscription('ended')],
    [
      'the platform holds it back',
      sql`update connections.send_limits set held_until = now() + interval '1 hour'`,
    ],
    [
      'the platform held it back',
      sql`update connections.send_limits set held_until = now() - interval '1 hour'`,
    ],
  ];

  for (const [what, change] of facts)
    test(`SE-49 is said as the server says it when ${what}`, async () => {
      const { w, me, instagram } = await filled();
      await asOwner(async (tx) => {
        await tx.run(
          sql`update connections.health set day_failed_count = 0 where workspace_id = ${w.workspaceId}`,
        );
        await tx.run(sql`${change} where workspace_id = ${w.workspaceId}`);
      });
      const known = await asOwner(async (tx) => {
        const { now } = await tx.one(z.object({ now: z.date() }), sql`select now() as now`);
        return healthOf((await findFacts(tx, w.workspaceId, instagram, now))!, now);
      });
      const [found] = await readAs(
        w,
        me,
        sql`select health_status, token_valid, consecutive_failures, messages_failed_today
              from selify.instagram_account_health where account_id = ${instagram}`,
      );
      assert.deepEqual(found, {
        healthStatus: known.status,
        tokenValid: known.tokenIsValid,
        consecutiveFailures: known.failuresInARow,
        messagesFailedToday: known.today.failed,
      });
    });
});

describe('what came in', () => {
  test('SE-35 SE-36 SE-37 SE-38 SE-39 is told with what became of it', async () => {
    const { w, me, instagram } = await filled();
    const found = await readAs(
      w,
      me,
      sql`select event_type, platform_message_id, event_fingerprint, payload, parsed_data ->> 'conversation_key' as about,
                 status, retry_count, max_retries, error_message, next_retry_at, processed_at
            from selify.webhook_events where connected_account_id = ${instagram} order by event_type desc`,
    );
    const both = {
      eventFingerprint: '0f'.repeat(32),
      payload: { text: 'Do you ship?' },
      about: 'person/1',
      maxRetries: eventAttemptsMax,
    };
    assert.deepEqual(found, [
      {
        ...both,
        eventType: 'message',
        platformMessageId: 'mid.1',
        status: 'completed',
        retryCount: 0,
        errorMessage: null,
        nextRetryAt: null,
        processedAt: later,
      },
      {
        ...both,
        eventType: 'comment',
        platformMessageId: null,
        status: 'failed',
        retryCount: 2,
        errorMessage: 'The handler gave up.',
        nextRetryAt: later,
        processedAt: null,
      },
    ]);
  });

  test("SE-41 SE-160 is a queue of Instagram's, and every entry has an id", async () => {
    const { w, me, instagram } = await filled();
    const found = await readAs(
      w,
      me,
      sql`select account_id, entry_id, attempts, max_attempts, last_error from selify.instagram_message_queue
           order by attempts`,
    );
    const both = { accountId: instagram, maxAttempts: eventAttemptsMax };
    assert.deepEqual(found, [
      { ...both, entryId: 'mid.1', attempts: 1, lastError: null },
      { ...both, entryId: '0f'.repeat(32), attempts: 2, lastError: 'The handler gave up.' },
    ]);
  });
});

describe('what the documents keep indexes for', () => {
  const asked: [index: string, query: Sql][] = [
    [
      'workspace_id_received_at_idx',
      sql`select id from selify.webhook_events where status = 'pending' order by created_at limit 20`,
    ],
    [
      'workspace_id_account_id_received_at_id_idx',
      sql`select id from selify.webhook_events where connected_account_id = ${newId(AccountId)}
           order by created_at desc limit 20`,
    ],
    [
      'workspace_id_received_at_id_idx',
      sql`select id from selify.webhook_events where status = 'failed' and retry_count < max_retries
           order by created_at desc limit 20`,
    ],
  ];
  test('is found by one here too', async () => {
    const { w, me, instagram } = await filled();
    await asOwner(async (tx) => {
      await tx.run(sql`
        insert into connections.webhook_events (workspace_id, id, received_at, account_id, platform, source, kind,
          conversation_key, fingerprint, payload, status, settled_at)
        select ${w.workspaceId}, gen_random_uuid(), ${at}::timestamptz + n * interval '1 second', ${instagram},
               'instagram', 'webhook', 'message', 'person/1', decode(repeat('0f', 32), 'hex'), '{}',
               case n % 100 when 0 then 'pending' else 'completed' end, case when n % 100 <> 0 then ${later}::timestamptz end
          from generate_series(1, 5000) n`);
      await tx.run(sql`analyze connections.webhook_events`);
    });
    for (const [index, query] of asked) {
      const plan = await as(w, me, 'public', async (tx) => {
        // The months beside it may be too small for an index to be worth it.
        await tx.run(sql`set local enable_seqscan = off`);
        await tx.run(sql`set local enable_sort = off`);
        return tx.many(Row, sql`explain (costs off) ${query}`);
      });
      const text = plan.map((row) => Object.values(row)[0]).join('\n');
      assert.match(text, new RegExp(`using webhook_events_(?:else|\\d{6})_${index}`));
      assert.doesNotMatch(text, /Seq Scan|-> {2}(?:Incremental )?Sort/);
    }
  });
});

function account(change: string): Sql {
  return sql`update connections.accounts set ${sql.trusted(change)}`;
}

function health(change: string): Sql {
  return sql`update connections.health set ${sql.trusted(change)}`;
}

function subscription(status: string): Sql {
  return sql`update connections.webhook_subscriptions set status = ${status}`;
}
