import type { Database } from '../../../../kit/db/database.ts';
import { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { type Sql, sql } from '../../../../kit/sql.ts';
import { filledDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';

export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope = { kind: 'workspace', workspaceId } as const;
export const start = new Date('2026-01-01T00:00:00Z');
export const now = new Date('2026-06-01T00:00:00Z');
export const memberId = MemberId.parse(numberedId(2));
/** Of whom there is everything, among thousands of others. */
export const one = numberedId(7_001);
/** A comment, as every fourth is. */
export const oneComment = numberedId(7_004);
/** A deed that was allowed and is not done. */
export const oneDeed = numberedId(6_955);

const count = 8_000;
const w = numberedIn(sql`w`);
const n = numberedIn(sql`n`);
const each = sql`generate_series(1, 2) w, generate_series(1, ${count}::int) n`;
const at = sql`${start}::timestamptz + n * interval '1 m'`;
/** And those two, so that of each there is something to find. */
const oneIn = (times: number) => sql`(n % ${times}::int = 0 or n in (7001, 7004))`;
const isComment = sql`n % 4 = 0`;

/** Two workspaces in which the machine has talked with thousands, of whom few wait for anything. */
export const crowded = (): Promise<Database> => filledDatabase('threads', fillWhole);

async function fillWhole(db: Database): Promise<void> {
  await db.transaction({ kind: 'owner' }, async (tx) => {
    // What hangs on each row of it is not what these tests are about.
    await tx.run(sql`set local session_replication_role = replica`);
    for (const statement of [...people, ...talk, ...said, ...known, ...judged]) await tx.run(statement);
  });
  await analyze(db, 'identity.users', 'workspaces.workspaces', 'workspaces.members', 'connections.accounts');
  for (const name of ['channels', 'contacts', 'identities', 'conversations', 'comments', 'messages'])
    await analyze(db, `inbox.${name}`);
  await analyze(db, ...own.map((name) => `autopilot.${name}`));
}

const own = [
  ...['settings', 'decisions', 'approvals', 'escalations', 'sessions', 'turns', 'memories', 'interactions'],
  ...['context_texts', 'training_texts', 'evaluation_sets', 'evaluation_questions', 'evaluation_runs'],
  'evaluation_results',
];

const people: readonly Sql[] = [
  sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  select ${n}, n || '@test.local', 'Person', ${start}, ${start} from generate_series(1, 400) n`,
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Testing', ${start}, ${start} from generate_series(1, 2) w`,
  sql`
  insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
  select ${w}, ${n}, ${n}, case when n = 1 then 'owner' else 'member' end, ${start}, ${start}
    from generate_series(1, 2) w, generate_series(1, 400) n`,
  sql`
  insert into autopilot.settings (workspace_id, created_at, updated_at)
  select ${w}, ${start}, ${start} from generate_series(1, 2) w`,
  sql`
  insert into inbox.channels (workspace_id, id, platform, name, created_at, updated_at)
  select ${w}, ${n}, 'instagram', 'Channel ' || n, ${start}, ${start}
    from generate_series(1, 2) w, generate_series(1, 300) n`,
];

const talk: readonly Sql[] = [
  sql`
  insert into inbox.contacts (workspace_id, id, created_at, updated_at)
  select ${w}, ${n}, ${start}, ${start} from ${each}`,
  sql`
  insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, created_at, updated_at)
  select ${w}, ${n}, ${n}, ${numberedIn(sql`1 + n % 300`)}, n::text, 'Ada', ${start}, ${start} from ${each}`,
  sql`
  insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status, status_at, priority, category,
    last_at, waiting_since, created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 300`)}, ${n}, 'direct', 'open', ${start}, 'normal', 'general', ${at},
         case when ${oneIn(101)} then ${at} end, ${start}, ${start} from ${each}`,
  sql`
  insert into inbox.comments (workspace_id, id, channel_id, platform_comment_id, kind, thread_id, is_own,
    author_platform_id, body, last_at, happened_at, status_at, created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 300`)}, n::text, 'comment', ${n}, false, n::text, 'Price?', ${at}, ${at},
         ${start}, ${start}, ${start} from ${each}`,
  sql`
  insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body, status,
    happened_at, created_at, updated_at)
  select ${w}, ${n}, ${n}, ${numberedIn(sql`1 + n % 300`)}, 'inbound', 'text', 'contact', 'Hello', 'received', ${at},
         ${at}, ${at} from ${each}`,
];

/** Every fourth is about a comment. */
const about = sql`
  case when not ${isComment} then ${n} end as conversation_id, case when ${isComment} then ${n} end as comment_id`;

const said: readonly Sql[] = [
  sql`
  insert into autopilot.decisions (workspace_id, id, message_id, conversation_id, comment_id, status, decision,
    message_text, settings_version, cost_micro, created_at, decided_at)
  select ${w}, ${n}, t.conversation_id, t.conversation_id, t.comment_id, 'decided', 'respond', 'Price?', 1,
         case when n % 16 in (0, 1) then n else 0 end, ${at}, ${at}
    from ${each}, lateral (select ${about}) t`,
  sql`
  insert into autopilot.approvals (workspace_id, id, decision_id, conversation_id, comment_id, why, proposed_text, status,
    status_at, expires_at, created_at, tool_name, tool_status, tool_status_at)
  select ${w}, ${n}, ${n}, t.conversation_id, t.comment_id, 'value', 'We do.', s.status, ${at},
         ${at} + interval '1 day', ${at}, 'book', d.queued, case when d.queued is not null then ${at} end
    from ${each}, lateral (select ${about}) t,
         lateral (select case when ${oneIn(97)} then 'waiting' when ${oneIn(89)} then 'rejected' else 'approved' end
           as status) s,
         lateral (select case when s.status = 'approved' and ${oneIn(107)} then 'queued' end as queued) d`,
  sql`
  insert into autopilot.escalations (workspace_id, id, decision_id, conversation_id, comment_id, message, reason,
    notified_at, notice_claimed_at, due_at, overdue_told_at, resolved_at, resolved_how, created_at)
  select ${w}, ${n}, ${n}, t.conversation_id, t.comment_id, 'Help', 'complex_issue',
         case when not ${oneIn(83)} then ${at} end, case when not ${oneIn(83)} then ${at} end, ${at},
         case when not ${oneIn(79)} then ${at} end, case when not ${oneIn(101)} then ${at} end,
         case when not ${oneIn(101)} then 'answered' end, ${at} from ${each}, lateral (select ${about}) t`,
  sql`
  insert into autopilot.sessions (workspace_id, id, conversation_id, contact_id, channel, started_at, last_activity_at,
    ended_at)
  select ${w}, ${n}, ${n}, ${n}, 'instagram', ${at}, ${at}, case when not ${oneIn(103)} then ${at} end from ${each}`,
  sql`
  insert into autopilot.turns (workspace_id, id, session_id, role, content, created_at)
  select ${w}, ${n}, ${n}, 'customer', 'Price?', ${at} from ${each}`,
  sql`
  insert into autopilot.interactions (workspace_id, id, account_id, conversation_id, contact_id, platform_user_id, kind,
    created_at, conversation_ended_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 300`)}, t.conversation_id, ${n}, n::text, 'message', ${at},
         case when not ${oneIn(53)} then ${at} end from ${each}, lateral (select ${about}) t`,
];

const known: readonly Sql[] = [
  sql`
  insert into autopilot.readings (workspace_id, id, message_id, conversation_id, comment_id, version, read_by,
    priority_score, read_at)
  select ${w}, ${n}, t.conversation_id, t.conversation_id, t.comment_id, case when ${oneIn(103)} then 1 else 2 end,
         'rules', 30, ${at} from ${each}, lateral (select ${about}) t`,
  sql`
  insert into autopilot.memories (workspace_id, id, contact_id, category, name, value, message_id, created_at, updated_at)
  select ${w}, ${n}, ${n}, 'size', 'shirt', '"M"', ${n}, ${at}, ${at} from ${each}`,
  ...['context_texts', 'training_texts'].map(
    (table) => sql`
    insert into autopilot.${sql.id(table)} (workspace_id, id, member_id, kind, content, created_at
      ${table === 'context_texts' ? sql`, updated_at` : sql``})
    select ${w}, ${n}, ${numberedIn(sql`1 + n % 400`)}, 'kind' || n % 10, 'Text', ${at}
           ${table === 'context_texts' ? sql`, ${at}` : sql``} from ${each}`,
  ),
];

const judged: readonly Sql[] = [
  sql`
  insert into autopilot.evaluation_sets (workspace_id, id, name, created_at, updated_at)
  select ${w}, ${n}, 'Set', ${at}, ${at} from generate_series(1, 2) w, generate_series(1, 2000) n`,
  sql`
  insert into autopilot.evaluation_questions (workspace_id, id, set_id, place, text, expected)
  select ${w}, ${n}, ${numberedIn(sql`1 + n / 10`)}, n % 10, 'Price?', 'hand_over' from ${each}`,
  sql`
  insert into autopilot.evaluation_runs (workspace_id, id, set_id, status, settings, settings_digest, model,
    questions_count, created_at, finished_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n / 4`)}, case when n = 4001 then 'running' else 'done' end, '{}',
         repeat('a', 64), 'test/chat', 10, ${at}, case when n <> 4001 then ${at} end from ${each}`,
  sql`
  insert into autopilot.evaluation_results (workspace_id, run_id, place, question, expected, language, decision, verdict,
    why, created_at)
  select ${w}, ${numberedIn(sql`1 + n / 10`)}, n % 10, 'Price?', 'hand_over', 'en', 'escalate', 'right', 'So.', ${at}
    from ${each}`,
];
