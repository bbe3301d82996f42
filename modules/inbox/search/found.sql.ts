import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { CommentId, type commentOrders } from '../comments/contract.ts';
import { ContactId } from '../conversations/contract.ts';
import { ConversationId, MessageId } from '../messages/contract.ts';

export interface Search {
  /** Any of each of these; uses of the first are looked through for the others, so it is the rarest. */
  readonly words: readonly (readonly string[])[];
  /** Folded, as they must stand in the text. */
  readonly phrases: readonly string[];
  /** Through so many uses one answer may look. */
  readonly scanMax: number;
}

const newestMessages = keyset({ happenedAt: 'desc', messageId: 'desc' }, 'w');
const newestContacts = keyset({ createdAt: 'desc', contactId: 'desc' }, 'w');
const comments = {
  newest: keyset({ happenedAt: 'desc', commentId: 'desc' }, 'w'),
  oldest: keyset({ happenedAt: 'asc', commentId: 'asc' }, 'w'),
  priority: keyset({ priorityScore: 'desc', happenedAt: 'desc', commentId: 'desc' }, 'w'),
} as const;

/** Words of one kind of thing. The order is that of its lists. */
interface Words {
  readonly table: Sql;
  readonly columns: Sql;
  readonly id: Sql;
  readonly inOrder: Sql;
  readonly backwards: Sql;
  /** That another word, `o`, is of the same thing. */
  readonly isSame: Sql;
}
const messageWords: Words = {
  table: sql`inbox.message_words`,
  columns: sql`w.happened_at, w.message_id, w.conversation_id`,
  id: sql`w.message_id`,
  inOrder: sql`w.happened_at desc, w.message_id desc`,
  backwards: sql`w.happened_at, w.message_id`,
  isSame: sql`o.happened_at = w.happened_at and o.message_id = w.message_id`,
};
const contactWords: Words = {
  table: sql`inbox.contact_words`,
  columns: sql`w.created_at, w.contact_id`,
  id: sql`w.contact_id`,
  inOrder: sql`w.created_at desc, w.contact_id desc`,
  backwards: sql`w.created_at, w.contact_id`,
  isSame: sql`o.created_at = w.created_at and o.contact_id = w.contact_id`,
};
const commentWords: Words = {
  table: sql`inbox.comment_words`,
  columns: sql`w.happened_at, w.comment_id`,
  id: sql`w.comment_id`,
  inOrder: sql`w.happened_at desc, w.comment_id desc`,
  backwards: sql`w.happened_at, w.comment_id`,
  isSame: sql`o.happened_at = w.happened_at and o.comment_id = w.comment_id`,
};
const turned = (words: Words): Words => ({ ...words, inOrder: words.backwards, backwards: words.inOrder });

const MessagePlace = z.object({ happenedAt: z.date(), messageId: MessageId });
const CommentPlace = z.object({ happenedAt: z.date(), commentId: CommentId });
const ContactPlace = z.object({ createdAt: z.date(), contactId: ContactId });

/** `isWanted` is asked of a conversation `v`, which the limit of one has looked up by itself whatever is asked. */
export function messagesFound(tx: Tx, search: Search, isWanted: Sql, page: PageQuery) {
  const row = MessagePlace.extend({ conversationId: ConversationId });
  return newestMessages.page(tx, row, page, (where, order) => {
    const phrases = search.phrases.map(
      (phrase) => sql`
       (select position(${` ${phrase} `} in ' ' || inbox.fold(left(m.body, 50000)) || ' ') > 0
          from inbox.messages m where m.id = w.message_id)`,
    );
    const isShown = sql`
       (select ${isWanted} from (select * from inbox.conversations v where v.id = w.conversation_id limit 1) v)`;
    const isFound = sql.join([isShown, ...phrases], sql` and `);
    return sql`
    select ${messageWords.columns} from (${candidates(messageWords, search, where)}) w
     where ${withTheRest(messageWords, search, isFound)} ${order}`;
  });
}

export interface WhichComments {
  /** Asked of a comment `k` on its channel `c`. */
  readonly isWanted: Sql;
  readonly order: (typeof commentOrders)[number];
}

/**
 * The most urgent are those of what one answer may look through, newest first: words know nothing of urgency.
 */
export function commentsFound(tx: Tx, search: Search, { isWanted, order }: WhichComments, page: PageQuery) {
  const words = order === 'oldest' ? turned(commentWords) : commentWords;
  const { phrases } = search;
  const isFound = sql.join([isWanted, ...phrases.map(isSaidInComment)], sql` and `);
  return comments[order].page(tx, CommentPlace, page, (where, last) =>
    order === 'priority'
      ? sql`
    select w.* from (
      select k.priority_score, w.happened_at, w.comment_id
        from (${candidates(words, search, sql`true`)}) w ${lookedUp}
       where ${withTheRest(words, search, isFound)}) w
     where ${where} ${last}`
      : sql`
    select ${words.columns} from (${candidates(words, search, where)}) w
     where ${withTheRest(words, search, sql`(select ${isFound} from (select) once ${lookedUp})`)} ${last}`,
  );
}

/** Each by itself, whatever is asked of them. */
const lookedUp = sql`
  cross join lateral (select * from inbox.comments k where k.id = w.comment_id limit 1) k
  cross join lateral (select * from inbox.channels c where c.id = k.channel_id limit 1) c`;

const isSaidInComment = (phrase: string) => sql`
  position(${` ${phrase} `} in ' ' || inbox.fold(concat_ws(' ', k.body, k.author_name, k.author_username)) || ' ') > 0`;

/** `isWanted` is asked of a channel `c` on which somebody is known. */
export function contactsFound(tx: Tx, search: Search, isWanted: Sql, page: PageQuery) {
  const isSeen = sql`
       (select true from inbox.identities i
         where i.contact_id = w.contact_id
           and (select ${isWanted} from inbox.channels c where c.id = i.channel_id) limit 1)`;
  return newestContacts.page(
    tx,
    ContactPlace,
    page,
    (where, order) => sql`
    select ${contactWords.columns} from (${candidates(contactWords, search, where)}) w
     where ${withTheRest(contactWords, search, isSeen)} ${order}`,
  );
}

/** Where to go on when everything that one answer may look through was, and there is more of it. */
export const messagesScanned = (tx: Tx, search: Search, after: string | undefined) =>
  newestMessages.page(tx, MessagePlace, { after, limit: 1 }, (where) => lastTwo(messageWords, search, where));
export const commentsScanned = (
  tx: Tx,
  search: Search,
  order: Exclude<WhichComments['order'], 'priority'>,
  after: string | undefined,
) =>
  comments[order].page(tx, CommentPlace, { after, limit: 1 }, (where) =>
    lastTwo(order === 'oldest' ? turned(commentWords) : commentWords, search, where),
  );
export const contactsScanned = (tx: Tx, search: Search, after: string | undefined) =>
  newestContacts.page(tx, ContactPlace, { after, limit: 1 }, (where) => lastTwo(contactWords, search, where));

/** The last of the candidates, and the one before it; none where there are fewer than may be looked through. */
const lastTwo = (words: Words, search: Search, where: Sql) => sql`
  select w.* from (
    select w.*, count(*) over () as kept
      from (select w.* from (${scanned(words, search, where)}) w offset ${search.scanMax - 2}) w) w
   where w.kept = 2 order by ${words.backwards}`;

/** Things with two of the words that will do are there twice in a row. */
function candidates(words: Words, search: Search, where: Sql): Sql {
  const all = scanned(words, search, where);
  if (search.words[0]!.length === 1) return all;
  return sql`
    select w.* from (
      select w.*, lag(${words.id}) over (order by ${words.inOrder}) as before from (${all}) w) w
     where w.before is distinct from ${words.id} order by ${words.inOrder}`;
}

/** Uses of the rarest word, merged along the index: no more of them are read than are asked for. */
function scanned({ table, columns, inOrder }: Words, { words, scanMax }: Search, where: Sql): Sql {
  const last = sql`order by ${inOrder} limit ${scanMax}`;
  const uses = padded(words[0]!).map(
    (word) => sql`(select ${columns} from ${table} w where w.word = ${word} and ${where} ${last})`,
  );
  return uses.length === 1 ? uses[0]! : sql`select w.* from (${sql.join(uses, sql` union all `)}) w ${last}`;
}

/**
 * One probe per candidate and other word, and only where it has all of them what is asked of it besides, which costs
 * more: of what is joined by `and`, a plan made without the words begins with whatever it takes for cheapest.
 */
const withTheRest = ({ table, isSame }: Words, { words }: Search, isWanted: Sql): Sql =>
  words.slice(1).reduceRight(
    (then, some) => sql`
     case when (select true from ${table} o where o.word = any(${some}::text[]) and ${isSame} limit 1)
       then ${then} end`,
    isWanted,
  );

/** So that there are a handful of statements and not one for every count of words; no word is empty. */
function padded(words: readonly string[]): string[] {
  const size = [1, 2, 4, 8, 16, 32].find((one) => one >= words.length) ?? words.length;
  return [...words, ...Array.from({ length: size - words.length }, () => '')];
}
