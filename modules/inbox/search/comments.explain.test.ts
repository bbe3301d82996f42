import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { CommentId } from '../comments/contract.ts';
import { isLikeThat, isListed } from '../comments/shown.sql.ts';
import { ContactId, TagId } from '../conversations/contract.ts';
import * as earlier from './earlier.sql.ts';
import * as found from './found.sql.ts';
import * as words from './words.sql.ts';

const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const page = { limit: 20, after: undefined };
const scanMax = 200;
let db: Database;

const at = sql`${start}::timestamptz + n * interval '1 s'`;
const both = sql`generate_series(1, 2) w`;
const body = sql`'hello word' || n % 30 || ' rare' || n || case when n % 7 = 0 then ' seventh' else '' end`;
const name = sql`'Ada Person' || chr(97 + n % 26) || chr(97 + n / 26 % 26)`;
const filling = [
  sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from ${both}`,
  sql`insert into inbox.channels (workspace_id, id, platform, name, created_at, updated_at)
      select ${w}, ${n}, 'instagram', 'Shop ' || n, ${start}, ${start} from ${both}, generate_series(1, 2000) n`,
  sql`insert into inbox.contacts (workspace_id, id, created_at, updated_at)
      select ${w}, ${n}, ${start}, ${start} from ${both}, generate_series(1, 3000) n`,
  sql`insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, created_at, updated_at)
      select ${w}, ${n}, ${n}, ${numberedIn(sql`1 + n % 2000`)}, 'person-' || n, ${start}, ${start}
        from ${both}, generate_series(1, 3000) n`,
  sql`insert into inbox.tags (workspace_id, id, name, created_at)
      select ${w}, ${n}, 'Tag ' || n, ${start} from ${both}, generate_series(1, 50) n`,
  sql`insert into inbox.comments (workspace_id, id, channel_id, platform_comment_id, kind, thread_id, is_own,
        author_platform_id, author_name, body, priority_score, language, happened_at, last_at, status_at, created_at,
        updated_at)
      select ${w}, ${n}, ${numberedIn(sql`1 + n % 2000`)}, n::text, 'comment', ${n}, n % 9 = 0, 'person-' || n % 3000,
             ${name}, ${body}, 1 + n % 90, case when n % 3 = 0 then 'de' end, ${at}, ${at}, ${start},
             ${start}, ${start} from ${both}, generate_series(1, 10000) n`,
  sql`insert into inbox.comment_tags (workspace_id, comment_id, tag_id, created_at)
      select ${w}, ${n}, ${numberedIn(sql`1 + n % 50`)}, ${start} from ${both}, generate_series(1, 10000) n`,
  sql`insert into inbox.comment_words_due (workspace_id, before_id)
      select ${w}, ${numberedIn(sql`9000`)} from ${both}`,
];

/** Two workspaces of ten thousand comments each, with a word in all of them. */
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    // What triggers do is done at once for all of it.
    await tx.run(sql`set local session_replication_role = replica`);
    for (const statement of filling) await tx.run(statement);
    await tx.run(sql`set local session_replication_role = origin`);
    await tx.run(sql`
      select inbox.add_comment_words(workspace_id, array_agg(id)) from inbox.comments group by workspace_id`);
  });
  const tables = [
    'channels',
    'contacts',
    'identities',
    'tags',
    'comments',
    'comment_tags',
    'comment_words_due',
  ];
  const kept = ['comment_words', 'vocabulary', 'vocabulary_trigrams', 'word_stemmers'];
  await analyze(db, ...[...tables, ...kept].map((table) => `inbox.${table}`));
});

const where = () => ({ db, scope });
const search = (sets: string[][], phrases: string[] = []): found.Search => ({
  words: sets,
  phrases,
  scanMax,
});
const everywhere = sql`true`;
const inComments = 'comment_words' as const;
const filter = { order: 'newest' } as const;
const isWanted = isLikeThat(everywhere, filter);
const newest = { isWanted, order: 'newest' } as const;
const oldest = { isWanted, order: 'oldest' } as const;
const priority = { isWanted, order: 'priority' } as const;
const probed = ['channels_pkey', 'comment_words_pkey', 'comments_pkey'];
/** So many uses, and for each the comment and its channel. */
const scanRows = 3 * scanMax;
const many = Array.from({ length: 20 }, (_, one) => `word${one}`);
const later = Buffer.from(JSON.stringify(['2026-01-01T01:00:00Z', numberedId(3_600)])).toString('base64url');
const tagId = TagId.parse(numberedId(7));
const contactId = ContactId.parse(numberedId(77));

describe('comments by their words', () => {
  explainEach(words, where, {
    usesOf: {
      when: 'of comments',
      given: () => [inComments, [['hello'], ['rare7', 'nobody']], 80],
      by: ['comment_words_pkey'],
    },
    wordsLike: {
      when: 'of comments',
      given: () => ['prsonaa', { among: inComments, lengths: [6, 7, 8], partsMax: 20, limit: 40 }],
      by: ['comment_words_pkey', 'vocabulary_pkey', 'vocabulary_trigrams_pkey'],
      rowsMax: 8 * 3 * 20 + 2 * 40,
    },
  });
  explainEach(found, where, {
    commentsFound: [
      {
        when: 'by a word in every comment',
        given: () => [search([['hello']]), newest, page],
        by: probed,
      },
      {
        when: 'oldest first',
        given: () => [search([['hello']]), oldest, page],
        by: probed,
      },
      {
        when: 'most urgent first',
        given: () => [search([['hello']]), priority, page],
        by: probed,
        rowsMax: scanRows,
      },
      {
        when: 'by a rare word',
        given: () => [search([['rare77']]), newest, page],
        by: probed,
      },
      {
        when: 'by one of many words',
        given: () => [search([many]), newest, page],
        by: probed,
        rowsMax: 200,
      },
      {
        when: 'by two words that never are together',
        given: () => [search([['hello'], ['nobody']]), newest, page],
        by: probed,
        rowsMax: scanRows,
      },
      {
        when: 'by a phrase',
        given: () => [search([['hello'], ['seventh']], ['hello seventh']), newest, page],
        by: probed,
        rowsMax: 2 * scanRows,
      },
      {
        when: 'of others, with a tag, of a person',
        given: () => [
          search([['hello']]),
          { ...newest, isWanted: isListed(everywhere, { ...filter, tagId, contactId }) },
          page,
        ],
        by: [...probed, /^comment_tags_/, /^identit/],
        rowsMax: 5 * scanMax,
      },
      {
        when: 'on a later page',
        given: () => [search([['hello']]), newest, { ...page, after: later }],
        by: probed,
      },
    ],
    commentsScanned: [
      {
        given: () => [search([['hello']]), newest.order, undefined],
        by: ['comment_words_pkey'],
        rowsMax: scanMax,
      },
      {
        when: 'oldest first',
        given: () => [search([['hello']]), oldest.order, later],
        by: ['comment_words_pkey'],
        rowsMax: scanMax,
      },
    ],
  });
});

const ids = [5, 6, 7].map((one) => CommentId.parse(numberedId(one)));

describe('comments from before their words were kept', () => {
  const due = { by: [], whole: ['comment_words_due'] };
  explainEach(earlier, where, {
    findDue: { given: () => [], ...due },
    holdDue: { given: () => [], ...due },
    holdEarlier: { given: () => [CommentId.parse(numberedId(9_000)), 20], by: ['comments_pkey'] },
    addWords: { given: () => [workspaceId, ids], by: [] },
    moveDue: { given: () => [ids[0]!], ...due },
    dropDue: { given: () => [], ...due },
  });
});
