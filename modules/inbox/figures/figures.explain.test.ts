import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { ChannelId, ConversationId } from '../messages/contract.ts';
import * as channels from './channels.sql.ts';
import * as counting from './counting.sql.ts';
import * as figures from './figures.sql.ts';

/*
 * Two workspaces with a thousand channels, of which twenty are used: there are nine weeks of figures of each, and a
 * thousand messages in fifty conversations, one every ten minutes. Of most conversations nothing is counted.
 */
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const hour = new Date('2026-01-03T05:00:00Z');
const channelId = ChannelId.parse(numberedId(7));
const at = { channelId, hour };
const due = numberedId(1);
const [n, w, c] = [numberedIn(sql`n`), numberedIn(sql`w`), numberedIn(sql`c`)];

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    // What hangs on a message is written here as well, or left out: filled as others fill it, this takes minutes.
    await tx.run(sql`set local session_replication_role = replica`);
    await fillBelow(tx);
    await fillMessages(tx);
    await fillFigures(tx);
  });
  await analyze(
    db,
    'inbox.channels',
    'inbox.conversations',
    'inbox.messages',
    'inbox.hours_due',
    'inbox.hour_figures',
    'inbox.conversation_hours',
  );
});

async function fillBelow(tx: Tx): Promise<void> {
  await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from generate_series(1, 200) w`);
  await tx.run(sql`
      insert into inbox.channels (workspace_id, id, platform, name, created_at, updated_at)
      select ${w}, ${c}, 'instagram', 'Channel ' || c, ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, 1000) c`);
  await tx.run(sql`
      insert into inbox.contacts (workspace_id, id, created_at, updated_at)
      select ${w}, ${n}, ${start}, ${start} from generate_series(1, 2) w, generate_series(1, 1000) n`);
  await tx.run(sql`
      insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, created_at, updated_at)
      select ${w}, ${n}, ${n}, ${numberedIn(sql`(1 + n % 20)`)}, n::text, ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, 1000) n`);
  await tx.run(sql`
      insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status, priority, status_at,
        last_at, first_inbound_at, created_at, updated_at)
      select ${w}, ${n}, ${numberedIn(sql`(1 + n % 20)`)}, ${numberedIn(sql`1 + n % 1000`)},
             case when n > 1000 then 'mail' else 'direct' end, case when n / 20 % 2 = 0 then 'open' else 'closed' end,
             case when n % 100 = 7 then 'urgent' else 'normal' end, ${start}, ${start}, ${start}, ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, 20000) n`);
}

async function fillMessages(tx: Tx): Promise<void> {
  await tx.run(sql`
      insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, status, details,
        happened_at, created_at, updated_at)
      select ${w}, ${n}, ${numberedIn(sql`(1 + n % 1000)`)}, ${numberedIn(sql`(1 + n % 1000 % 20)`)},
             case n / 1000 % 3 when 0 then 'inbound' when 1 then 'outbound' else 'internal' end,
             case n / 1000 % 3 when 2 then 'activity' else 'text' end,
             case n / 1000 % 3 when 0 then 'contact' when 1 then 'member' else 'system' end,
             case n / 1000 % 3 when 0 then 'received' when 1 then 'sent' else 'kept' end,
             case n / 1000 % 3 when 2 then '{"activity": {"what": "status", "to": "closed"}}'::jsonb else '{}' end,
             ${start}::timestamptz + n * interval '30 s', ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, 20000) n`);
}

async function fillFigures(tx: Tx): Promise<void> {
  await tx.run(sql`
      insert into inbox.hours_due (workspace_id, id, channel_id, hour)
      select ${w}, ${n}, ${numberedIn(sql`(1 + n % 20)`)}, ${start}::timestamptz + n % 500 * interval '1 hour'
        from generate_series(1, 2) w, generate_series(1, 5000) n`);
  await tx.run(sql`
      insert into inbox.hour_figures (workspace_id, channel_id, hour, inbound_count, member_count, machine_count,
        elsewhere_count, kinds, people_count, begun_count, first_replies_count, first_reply_seconds,
        first_reply_open_seconds, replies_count, reply_seconds, reply_open_seconds, reply_spread, closed_count,
        close_seconds, close_open_seconds, counted_at)
      select ${w}, ${c}, ${start}::timestamptz + n * interval '1 hour', 5, 4, 0, 0, '{"text": 5}', 5, 1, 1, 60, 60, 4, 240,
             240, '{4,0,0,0,0,0,0}', 1, 600, 600, ${start}
        from generate_series(1, 2) w, generate_series(1, 20) c, generate_series(1, 1500) n`);
  // In every hour of a channel one of its fifty conversations.
  await tx.run(sql`
      insert into inbox.conversation_hours (workspace_id, channel_id, hour, conversation_id, inbound_count, member_count,
        machine_count, elsewhere_count, kinds, begun_count, first_replies_count, first_reply_seconds,
        first_reply_open_seconds, replies_count, reply_seconds, reply_open_seconds, reply_spread, closed_count,
        close_seconds, close_open_seconds)
      select ${w}, ${c}, ${start}::timestamptz + n * interval '1 hour', ${numberedIn(sql`(c + 19 + 20 * (n % 49)) % 1000 + 1`)},
             5, 4, 0, 0, '{"text": 5}', 1, 1, 60, 60, 4, 240, 240, '{4,0,0,0,0,0,0}', 1, 600, 600
        from generate_series(1, 2) w, generate_series(1, 20) c, generate_series(1, 1500) n`);
}

const where = () => ({ db, scope });

describe('counting', () => {
  const byChannel = 'messages_by_channel';
  const along = /^messages_(by_conversation|by_channel|of_activity)$/;
  explainEach(counting, where, {
    hoursDue: { given: () => [50], by: ['hours_due_by_hour'] },
    anyDue: { given: () => [], by: [/^hours_due_/] },
    dropDue: { given: () => [[due]], by: ['hours_due_pkey'] },
    volumesOfConversations: { given: () => [at, 100], by: [byChannel, 'conversations_pkey'] },
    volumesIn: { given: () => [at], by: [byChannel, 'conversations_pkey'] },
    repliesIn: { given: () => [at, 100], by: [along], rowsMax: 400 },
    closingsIn: { given: () => [at, 100], by: [along], rowsMax: 400 },
    putHour: {
      given: () => [
        workspaceId,
        {
          ...at,
          ...ofConversation,
          peopleCount: 1,
        },
        hour,
      ],
      by: ['hour_figures_pkey'],
    },
    putConversationHours: {
      given: () => [workspaceId, at, [ofConversation]],
      by: ['conversation_hours_pkey'],
    },
    dropConversationHours: { given: () => [at, [conversationId]], by: ['conversation_hours_pkey'] },
    nextHours: { given: () => [channelId, hour, 20], by: [byChannel] },
    markDue: { given: () => [workspaceId, channelId, [hour]], by: [] },
    nextChannel: { given: () => [channelId], by: ['channels_pkey'] },
  });
  explainEach(channels, where, { findChannelPlace: { given: () => [channelId], by: ['channels_pkey'] } });
});
const none = { count: 0, seconds: 0, openSeconds: 0 };
const conversationId = ConversationId.parse(numberedId(27));
const ofConversation = {
  ...{ conversationId, inboundCount: 1, memberCount: 0, machineCount: 0, elsewhereCount: 0, kinds: {} },
  ...{ begunCount: 0, spread: [], firstReplies: none, replies: none, closings: none },
};

describe('figures', () => {
  // A week of twenty channels is so many hours; all of them are read, and nothing else.
  // Channels are few: they are read whole, or looked up.
  const [by, rowsMax, whole] = [[/^(hour_figures|channels)_/], 6_000, ['channels']];
  const everywhere = { everywhere: true, except: [], only: [] };
  const week = { from: '2026-01-05', until: '2026-01-11', timezone: 'Europe/Athens', places: everywhere };
  const one = { ...week, channelId };
  const expected = { by, rowsMax, whole };
  const asker = { me: null, places: everywhere };
  /** One conversation in a hundred is in it; and one that half of them are in. */
  const rare = { ...week, view: { asker, filter: { priority: 'urgent' as const } } };
  const wide = { ...week, view: { asker, filter: { status: 'open' as const } } };
  // Those that match are found first, or those with hours in the week: which are fewer only the planner knows.
  const along = [/^(conversation_hours|conversations|channels)_/];
  const ofRare = { when: 'of a view of few', by: along, whole, rowsMax };
  const ofWide = { when: 'of a view of many', by: along, whole, rowsMax: 20_000 };
  explainEach(figures, where, {
    sumsByDay: [
      { given: () => [week], ...expected },
      { when: 'of a channel', given: () => [one], by: [/^hour_figures_/, 'channels_pkey'], rowsMax: 400 },
      { given: () => [rare], ...ofRare },
      { given: () => [wide], ...ofWide },
    ],
    sumsByChannel: [
      { given: () => [week, 100], ...expected },
      { given: () => [rare, 100], ...ofRare },
      { given: () => [wide, 100], ...ofWide },
    ],
    sumsByWeekHour: [
      { given: () => [week], ...expected },
      { given: () => [wide], ...ofWide },
    ],
    sumsByKind: [
      { given: () => [week], ...expected },
      { given: () => [wide], ...ofWide },
    ],
    spreadOf: [
      { given: () => [week], ...expected },
      { given: () => [wide], ...ofWide },
    ],
    linesOf: [
      { given: () => [week, { limit: 20 }], ...expected },
      { given: () => [wide, { limit: 20 }], ...ofWide },
    ],
  });
});
