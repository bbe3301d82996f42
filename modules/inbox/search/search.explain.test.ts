import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { ContactId } from '../conversations/contract.ts';
import { matching } from '../conversations/filter.sql.ts';
import { MessageId } from '../messages/contract.ts';
import * as found from './found.sql.ts';
import * as shown from './shown.sql.ts';
import * as words from './words.sql.ts';

const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const page = { limit: 20, after: undefined };
const scanMax = 200;
let db: Database;

const of = (table: string, columns: string, values: ReturnType<typeof sql>, count: number) => sql`
  insert into inbox.${sql.id(table)} (workspace_id, id, ${sql.trusted(columns)})
  select ${w}, ${n}, ${values} from generate_series(1, 2) w, generate_series(1, ${count}::int) n`;
const at = sql`${start}::timestamptz + n * interval '1 s'`;
const ofConversation = numberedIn(sql`1 + n % 5000`);
const body = sql`'hello word' || n % 30 || ' rare' || n || case when n % 7 = 0 then ' seventh' else '' end`;
const name = sql`'Ada Person' || chr(97 + n % 26) || chr(97 + n / 26 % 26)`;
const filling = [
  sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from generate_series(1, 2) w`,
  of('channels', 'platform, name, created_at, updated_at', sql`'email', 'Shop ' || n, ${at}, ${at}`, 2_000),
  of(
    'contacts',
    'name, language, created_at, updated_at',
    sql`${name}, case when n % 9 = 0 then 'de' end, ${at}, ${at}`,
    5_000,
  ),
  of(
    'identities',
    'contact_id, channel_id, platform_user_id, created_at, updated_at',
    sql`${n}, ${numberedIn(sql`1 + n % 2000`)}, 'user' || n || '@mail.test', ${at}, ${at}`,
    5_000,
  ),
  of(
    'conversations',
    'channel_id, identity_id, kind, status_at, last_at, created_at, updated_at',
    sql`${numberedIn(sql`1 + n % 2000`)}, ${n}, 'mail', ${at}, ${at}, ${at}, ${at}`,
    5_000,
  ),
  of(
    'messages',
    'conversation_id, channel_id, direction, kind, author, body, status, happened_at, created_at, updated_at',
    sql`${ofConversation}, ${numberedIn(sql`1 + n % 2000`)}, 'inbound', 'mail', 'contact', ${body}, 'received',
        ${at}, ${at}, ${at}`,
    10_000,
  ),
  of(
    'attachments',
    'message_id, kind, status, name, created_at',
    sql`${n}, 'file', 'waiting', 'Invoice ' || n, ${at}`,
    3_000,
  ),
];

/** Two workspaces of five thousand conversations and ten thousand messages each, with a word in all of them. */
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    // What triggers do is done at once for all of it.
    await tx.run(sql`set local session_replication_role = replica`);
    for (const statement of filling) await tx.run(statement);
    await tx.run(sql`set local session_replication_role = origin`);
    await tx.run(sql`
      select inbox.add_message_words(workspace_id, array_agg(id)) from inbox.messages group by workspace_id`);
    await tx.run(sql`
      select inbox.keep_words_of_contacts(workspace_id, array_agg(id)) from inbox.contacts group by workspace_id`);
  });
  const tables = ['channels', 'contacts', 'identities', 'conversations', 'messages', 'attachments'];
  const kept = ['message_words', 'contact_words', 'vocabulary', 'vocabulary_trigrams', 'word_stemmers'];
  await analyze(db, ...[...tables, ...kept].map((table) => `inbox.${table}`));
});

const where = () => ({ db, scope });
const search = (sets: string[][], phrases: string[] = []): found.Search => ({
  words: sets,
  phrases,
  scanMax,
});
const anywhere = sql`true`;
const nowhere = sql`c.platform = 'tiktok'`;
const asker = { me: null, places: { everywhere: true, except: [], only: [] } };
const none = matching(asker, { from: new Date('2027-01-01T00:00:00Z') });
const probed = ['conversations_pkey', 'message_words_pkey'];
/** So many uses, and for each what it belongs to. */
const scanRows = 2 * scanMax;
const many = Array.from({ length: 20 }, (_, one) => `word${one}`);

const [inMessages, inContacts] = ['message_words', 'contact_words'] as const;

describe('words', () => {
  explainEach(words, where, {
    wordsIn: { given: () => [['Häuser', 'blue dress']], by: [], whole: ['word_stemmers'] },
    wordsBeginning: { given: () => ['rare1', 80, 31], by: ['vocabulary_pkey'] },
    usesOf: [
      { given: () => [inMessages, [['hello'], ['rare7', 'nobody']], 80], by: ['message_words_pkey'] },
      { when: 'of people', given: () => [inContacts, [['ada']], 80], by: ['contact_words_pkey'] },
    ],
    wordsLike: {
      given: () => ['prsonaa', { among: inContacts, lengths: [6, 7, 8], partsMax: 20, limit: 40 }],
      by: ['contact_words_pkey', 'vocabulary_pkey', 'vocabulary_trigrams_pkey'],
      rowsMax: 8 * 3 * 20 + 2 * 40,
    },
  });
});

describe('messagesFound', () => {
  explainEach(found, where, {
    messagesFound: [
      { when: 'by a word in every message', given: () => [search([['hello']]), anywhere, page], by: probed },
      { when: 'by a rare word', given: () => [search([['rare77']]), anywhere, page], by: probed },
      {
        when: 'by one of many words',
        given: () => [search([many]), anywhere, page],
        by: probed,
        rowsMax: 200,
      },
      {
        when: 'by two words that are often together',
        given: () => [search([['seventh'], ['hello', 'hullo']]), anywhere, page],
        by: probed,
        rowsMax: 200,
      },
      {
        when: 'by two words that never are',
        given: () => [search([['hello'], ['personaa']]), anywhere, page],
        by: probed,
        rowsMax: scanRows,
      },
      {
        when: 'by a common word where none is wanted',
        given: () => [search([['hello']]), none, page],
        by: probed,
        rowsMax: scanRows,
      },
      {
        when: 'by a phrase',
        given: () => [search([['hello'], ['seventh']], ['hello seventh']), anywhere, page],
        by: [...probed, 'messages_pkey'],
        rowsMax: 2 * scanRows,
      },
      {
        when: 'on a later page',
        given: () => [search([['hello']]), anywhere, { ...page, after: laterMessage }],
        by: probed,
      },
    ],
    messagesScanned: {
      given: () => [search([['hello']]), undefined],
      by: ['message_words_pkey'],
      rowsMax: scanMax,
    },
    contactsFound: [
      {
        given: () => [search([['ada']]), anywhere, page],
        by: ['channels_pkey', 'contact_words_pkey', /^identit/],
      },
      {
        when: 'where none is wanted',
        given: () => [search([['ada']]), nowhere, page],
        by: ['channels_pkey', 'contact_words_pkey', /^identit/],
        rowsMax: 3 * scanMax,
      },
    ],
    contactsScanned: {
      given: () => [search([['ada']]), undefined],
      by: ['contact_words_pkey'],
      rowsMax: scanMax,
    },
  });
  explainEach(shown, where, {
    hitsOf: {
      given: () => [[5, 6, 7].map((one) => MessageId.parse(numberedId(one)))],
      by: [
        ...['channels_pkey', 'contacts_pkey', 'conversations_pkey', 'identities_pkey', 'messages_pkey'],
        'attachments_by_message',
      ],
    },
    contactsOf: {
      given: () => [[5, 6, 7].map((one) => ContactId.parse(numberedId(one)))],
      by: ['channels_pkey', 'contacts_pkey', 'identities_by_contact'],
    },
  });
});

const laterMessage = Buffer.from(JSON.stringify(['2026-01-01T01:00:00Z', numberedId(3_600)])).toString(
  'base64url',
);
