import pg from 'pg';

/**
 * A workspace full of conversations, the same at every run: everything follows from the numbers of its rows. Written
 * past Stoa in a handful of statements, with triggers off and their words filled in at once, since two million messages
 * one by one would take hours.
 */
export interface SeedSpec {
  readonly url: string;
  readonly workspaceId: string;
  readonly conversations: number;
  /** Of each conversation. */
  readonly messages: number;
}

const channels = 12;
const sentences = 20_000;
const wordsOfSentence = 10;
/** One message in so many has a number of its own. */
const numberedOneIn = 10;
const contactsAtOnce = 5_000;
const start = '2025-01-01T00:00:00Z';

export async function seedInbox(spec: SeedSpec): Promise<void> {
  const client = new pg.Client(spec.url);
  await client.connect();
  try {
    await client.query('set statement_timeout = 0; set synchronous_commit = off');
    await client.query(words);
    await client.query('set session_replication_role = replica');
    for (const statement of rowsOf(spec)) await client.query(statement);
    await withoutIndexes(client, 'inbox.messages', () => client.query(messagesOf(spec)));
    await withoutIndexes(client, 'inbox.message_words', () => client.query(messageWordsOf(spec)));
    await client.query(lastWordsOf(spec));
    await client.query('set session_replication_role = origin');
    await client.query(vocabularyOf(spec));
    for (let from = 1; from <= spec.conversations; from += contactsAtOnce)
      await client.query(contactWordsOf(spec, from));
    await settled(client);
  } finally {
    await client.end();
  }
}

/**
 * As the server keeps it by itself in time: counted, and every page known as one that everybody sees. While somebody
 * counts a table beside us, pages that are newer than that are not.
 */
async function settled(client: pg.Client): Promise<void> {
  const triesMax = 10;
  for (let tries = 0; tries < triesMax; tries += 1) {
    await client.query('vacuum analyze');
    const { rows } = await client.query<{ unseen: number }>(
      `select sum(relpages - relallvisible)::int as unseen from pg_class
        where oid in ('inbox.messages'::regclass, 'inbox.message_words'::regclass)`,
    );
    if (rows[0]!.unseen === 0) return;
    await new Promise((done) => setTimeout(done, 1_000));
  }
  throw new Error('pages of the messages are not seen by everybody, however often the database was vacuumed');
}

/** Somebody has just written in the newest ones: what a platform takes for a day only can be answered. */
export async function writtenInJustNow(
  { url, workspaceId }: Pick<SeedSpec, 'url' | 'workspaceId'>,
  count: number,
) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(
      `update inbox.conversations set last_inbound_at = now()
        where workspace_id = $1 and id in (select id from inbox.conversations where workspace_id = $1
                                             and status = 'open' order by last_at desc limit $2)`,
      [workspaceId, count],
    );
  } finally {
    await client.end();
  }
}

/** Of what is one of a kind: the same number is the same row. */
const id = (n: string) => `('01940000-0000-7000-8000-' || lpad(to_hex((${n})::bigint), 12, '0'))::uuid`;
export const conversationIdOf = (n: number): string =>
  `01940000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
/** Evenly from 0 to 1, by a number. */
const chance = (n: string) => `((((${n})::bigint * 2654435761 + 12345) % 4294967296) / 4294967296.0)`;
const at = (n: string) => `timestamptz '${start}' + (${n}) * interval '7 seconds'`;

/** Words that mean nothing, and sentences in which some of them are common and most are rare. */
const words = `
  create temporary table bench_words as
    select n, s[1 + n % 20] || s[1 + n / 20 % 20] || s[1 + n / 400 % 20] as word
      from generate_series(0, 7999) n,
           (select array['ba','ko','mi','ru','te','sha','lo','ni','pe','gra','du','vi','so','ken','ta','ri','mo','fel',
                         'zu','ha'] as s) syllables;
  create temporary table bench_sentences as
    select k, string_agg(w.word, ' ' order by i) as body
      from generate_series(0, ${sentences - 1}) k cross join generate_series(1, ${wordsOfSentence}) i
      join bench_words w on w.n = floor(8000 * power(${chance('k * 31 + i * 7919')}, 4))
     group by k;
  create temporary table bench_sentence_words as
    select distinct k, word from bench_sentences, unnest(string_to_array(body, ' ')) word;
  analyze bench_sentences; analyze bench_sentence_words`;

const member = (n: string) => `(select ids[1 + (${n}) % cardinality(ids)] from bench_members)`;
const platforms = `(array['instagram','messenger','whatsapp'])[1 + n % 3]`;

function rowsOf({ workspaceId, conversations, messages }: SeedSpec): string[] {
  const [ws, all] = [`'${workspaceId}'::uuid`, `generate_series(1, ${conversations}) n`];
  const names = `(array['Ada','Ben','Cora','Dario','Elif','Femi','Gita','Hugo','Ines','Jonas','Kaja','Luca'])[1 + n % 12]
    || ' ' || (array['Adler','Bianchi','Costa','Dupont','Eriksen','Fischer','Garcia','Horvat','Ivanov'])[1 + n / 12 % 9]
    || ' ' || n`;
  const status = `case when s < 0.3 then 'open' when s < 0.35 then 'pending' when s < 0.4 then 'snoozed' else 'closed' end`;
  const last = at(`${(messages - 1) * conversations} + n`);
  return [
    `create temporary table bench_members as
       select array_agg(id order by id) as ids from workspaces.members where workspace_id = ${ws}`,
    `insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
       connected_at, created_at, updated_at)
     select ${ws}, ${id('n')}, ${platforms}, 'bench-' || n, 'other', 'Shop ' || n, '${start}', '${start}', '${start}'
       from generate_series(1, ${channels}) n`,
    `insert into inbox.channels (workspace_id, id, platform, account_id, name, created_at, updated_at)
     select ${ws}, ${id('n')}, ${platforms}, ${id('n')}, 'Shop ' || n, '${start}', '${start}'
       from generate_series(1, ${channels}) n`,
    `insert into inbox.tags (workspace_id, id, name, created_at)
     select ${ws}, ${id('n')}, 'Tag ' || n, '${start}' from generate_series(1, 20) n`,
    `insert into inbox.contacts (workspace_id, id, name, created_at, updated_at)
     select ${ws}, ${id('n')}, case when n % 5 = 0 then ${names} end, ${at('n')}, ${at('n')} from ${all}`,
    `insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, username,
       created_at, updated_at)
     select ${ws}, ${id('n')}, ${id('n')}, ${id(`1 + n % ${channels}`)}, '49170' || lpad(n::text, 8, '0'), ${names},
            'user.' || n, ${at('n')}, ${at('n')} from ${all}`,
    `insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status, status_at, snoozed_until,
       priority, category, assigned_to, assigned_at, messages_count, inbound_count, read_count, last_at,
       created_at, updated_at)
     select ${ws}, ${id('n')}, ${id(`1 + n % ${channels}`)}, ${id('n')}, 'direct', ${status}, ${last},
            case when ${status} = 'snoozed' then now() + interval '30 days' end,
            case when s > 0.97 then 'urgent' when s > 0.9 then 'high' else 'normal' end,
            case when n % 50 = 0 then 'requests' else 'general' end,
            case when a < 0.4 then ${member('n')} end, case when a < 0.4 then ${last} end,
            ${messages}, ${Math.ceil(messages / 2)}, case when r < 0.8 then ${Math.ceil(messages / 2)} else 0 end,
            ${last}, ${at('n')}, ${last}
       from ${all}, lateral (select ${chance('n')} as s, ${chance('n * 3')} as a, ${chance('n * 7')} as r) c`,
    `insert into inbox.conversation_tags (workspace_id, conversation_id, tag_id, created_at)
     select ${ws}, ${id('n')}, ${id('1 + n % 20')}, '${start}' from ${all} where n % 4 = 0`,
    `insert into inbox.views (workspace_id, id, name, filters, place, created_at, updated_at)
     select ${ws}, ${id('n')}, v.name, v.filters::jsonb, n, '${start}', '${start}'
       from (values (1, 'Open', '{"status": "open"}'), (2, 'Mine', '{"assignee": "me", "status": "open"}'),
         (3, 'Nobody’s', '{"assignee": "nobody", "status": "open"}'), (4, 'Urgent', '{"priority": "urgent"}'),
         (5, 'Tagged', '{"tagId": "${conversationIdOf(5)}"}'), (6, 'WhatsApp', '{"platform": "whatsapp"}'),
         (7, 'Requests', '{"category": "requests"}'), (8, 'Unread', '{"unread": "true", "status": "open"}'))
         v (n, name, filters)`,
  ];
}

/** Number m is a message of conversation m % conversations, so that all of them go on at once. */
const numbered = ({ conversations, messages }: SeedSpec) =>
  `generate_series(0, ${conversations * messages - 1}) m`;
const sentenceOf = `((m::bigint * 7919 + 13) % ${sentences})`;
const isNumbered = `m % ${numberedOneIn} = 0`;

function messagesOf(spec: SeedSpec): string {
  const { workspaceId, conversations } = spec;
  const isInbound = `m / ${conversations} % 2 = 0`;
  return `
    insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body,
      platform_message_id, status, happened_at, created_at, updated_at)
    select '${workspaceId}', ${id('m')}, ${id(`1 + m % ${conversations}`)},
           ${id(`1 + (1 + m % ${conversations}) % ${channels}`)},
           case when ${isInbound} then 'inbound' else 'outbound' end, 'text',
           case when ${isInbound} then 'contact' else 'member' end,
           case when ${isNumbered} then s.body || ' number' || m else s.body end, 'm' || m,
           case when ${isInbound} then 'received' else 'read' end, ${at('m')}, ${at('m')}, ${at('m')}
      from ${numbered(spec)} join bench_sentences s on s.k = ${sentenceOf}`;
}

/** The words of its sentence, known already, and its number: what the triggers would have kept. */
function messageWordsOf(spec: SeedSpec): string {
  const { workspaceId, conversations } = spec;
  const of = (word: string) =>
    `'${workspaceId}'::uuid, ${word}, ${at('m')}, ${id('m')}, ${id(`1 + m % ${conversations}`)}`;
  return `
    insert into inbox.message_words (workspace_id, word, happened_at, message_id, conversation_id)
    select ${of('w.word')} from ${numbered(spec)} join bench_sentence_words w on w.k = ${sentenceOf}
    union all select ${of(`'number' || m`)} from ${numbered(spec)} where ${isNumbered}`;
}

const lastWordsOf = ({ workspaceId }: SeedSpec) => `
  update inbox.conversations v
     set last_message_id = m.id, last_text = left(m.body, 200), last_kind = m.kind, last_direction = m.direction,
         last_status = m.status, last_at = m.happened_at, first_inbound_at = v.created_at,
         last_inbound_at = m.happened_at, updated_at = m.happened_at
    from (select distinct on (conversation_id) * from inbox.messages
           where workspace_id = '${workspaceId}' order by conversation_id, happened_at desc) m
   where v.workspace_id = '${workspaceId}' and v.id = m.conversation_id`;

const vocabularyOf = ({ workspaceId }: SeedSpec) => `
  insert into inbox.vocabulary (workspace_id, word)
  select distinct workspace_id, word from inbox.message_words where workspace_id = '${workspaceId}'
      on conflict do nothing`;

const contactWordsOf = ({ workspaceId, conversations }: SeedSpec, from: number) => `
  select inbox.keep_words_of_contacts('${workspaceId}', array_agg(${id('n')}))
    from generate_series(${from}, ${Math.min(from + contactsAtOnce - 1, conversations)}) n`;

/** Its indexes are made anew afterwards, each in one go: ten times as quick as row by row. */
export async function withoutIndexes(
  client: pg.Client,
  table: string,
  fill: () => Promise<unknown>,
): Promise<void> {
  const { rows } = await client.query<{ drop: string; make: string }>(
    `select case when c.oid is null then format('drop index %s', i.indexrelid::regclass)
                 else format('alter table %s drop constraint %I', i.indrelid::regclass, c.conname) end as drop,
            case when c.oid is null then pg_get_indexdef(i.indexrelid)
                 else format('alter table %s add constraint %I %s', i.indrelid::regclass, c.conname,
                             pg_get_constraintdef(c.oid)) end as make
       from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
      where i.indrelid = $1::regclass
        and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid)`,
    [table],
  );
  for (const { drop } of rows) await client.query(drop);
  await fill();
  for (const { make } of rows) await client.query(make);
}
