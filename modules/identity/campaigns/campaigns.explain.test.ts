import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import * as mails from './campaign-mails.sql.ts';
import * as preferences from './preferences.sql.ts';

/* A waiting list of some thousands, the first step of the countdown sent, the second on its way. */
const peopleCount = 6_000;
const at = new Date('2026-01-20T00:00:00Z');
const whose = UserId.parse(numberedId(7));
const campaign = 'launch:2026-02-01';
const mail = { campaign, step: 't7', email: 'p100@test.local' } as const;

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  const tables = ['users', 'waiting_list', 'marketing_preferences', 'campaign_mails'];
  await analyze(db, ...tables.map((table) => `identity.${table}`));
});

async function fill(tx: Tx): Promise<void> {
  const each = sql`generate_series(1, ${peopleCount}::int) n`;
  const email = sql`'p' || n || '@test.local'`;
  for (const statement of [
    sql`users (id, email, name, created_at, updated_at)
        select ${numberedIn(sql`n`)}, ${email}, 'Person', ${at}, ${at} from ${each}`,
    sql`waiting_list (email, joined_at, updated_at) select ${email}, ${at}, ${at} from ${each}`,
    sql`marketing_preferences (email, opted_in_at, bounced_at, updated_at)
        select ${email}, ${at}, case when n % 50 = 0 then ${at}::timestamptz end, ${at} from ${each}`,
    sql`campaign_mails (campaign, step, email, message_id, status, queued_at, claimed_at)
        select ${campaign}, step, ${email}, gen_random_uuid(),
               case when step = 't14' then 'sent' when n <= 20 then 'claimed' when n <= 500 then 'queued' else 'sent' end,
               ${at}::timestamptz + n * interval '1 s', ${at}::timestamptz - interval '1 h'
          from ${each}, unnest(array['t14', 't7']) step`,
  ])
    await tx.run(sql`insert into identity.${statement}`);
}

const where = () => ({ db, scope: { kind: 'installation' } as const });

describe('mails of a campaign', () => {
  explainEach(mails, where, {
    insertCampaignMail: {
      given: () => [
        { ...mail, email: 'new@test.local', userId: whose, messageId: numberedId(1), facts: {}, at },
      ],
      by: ['campaign_mails_pkey'],
    },
    queueForWaiting: {
      given: () => [{ campaign, step: 't7', after: 'p3', limit: 20, at }] as const,
      by: ['waiting_list_pkey', 'marketing_preferences_pkey', 'campaign_mails_pkey'],
    },
    claimCampaignMails: {
      given: () => [10, at],
      by: [
        'campaign_mails_open',
        'campaign_mails_pkey',
        'marketing_preferences_pkey',
        'waiting_list_pkey',
        'users_pkey',
      ],
    },
    settleCampaignMail: {
      given: () => [{ ...mail, email: 'p1@test.local', status: 'sent', at }] as const,
      by: ['campaign_mails_pkey'],
    },
    giveUpCampaignMails: { given: () => [at, 20, at], by: ['campaign_mails_open', 'campaign_mails_pkey'] },
    hasQueuedMails: { given: () => [], by: ['campaign_mails_open'] },
    // Counts as far as it shows. With half of the table in one status, reading it whole is the better plan.
    countdownFigures: {
      given: () => [],
      by: ['campaign_mails_by_status'],
      whole: ['campaign_mails'],
      rowsMax: 5 * peopleCount,
    },
    findLaunch: { given: () => [], by: [], whole: ['installation_settings'] },
  });
});

describe('who wants to hear from us', () => {
  explainEach(preferences, where, {
    findMarketing: { given: () => ['p7@test.local'], by: ['marketing_preferences_pkey'] },
    findEmailOf: { given: () => [whose], by: ['users_pkey'] },
    markOptedIn: { given: () => ['p7@test.local', whose, at], by: ['marketing_preferences_pkey'] },
    markUnsubscribed: {
      given: () => ['p7@test.local', at],
      by: ['marketing_preferences_pkey', 'users_by_email'],
    },
    markBounced: {
      given: () => ['p7@test.local', 'bounced', at] as const,
      by: ['marketing_preferences_pkey', 'users_by_email'],
    },
    clearBounce: { given: () => ['p50@test.local', at], by: ['marketing_preferences_pkey'] },
  });
});
