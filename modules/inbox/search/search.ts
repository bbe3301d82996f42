import type { Ctx } from '../../../kit/ctx.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { commentsIn, type Filtered, filterOf } from '../comments/comments.ts';
import type { Comment } from '../comments/contract.ts';
import { isLikeThat, isListed } from '../comments/shown.sql.ts';
import { askerOf, type Files } from '../conversations/conversations.ts';
import { type ConversationFilter, matching } from '../conversations/filter.sql.ts';
import { authorizeSomewhere, isAt } from '../rights/places.ts';
import type { FoundComment, FoundContact, FoundConversation } from './contract.ts';
import { type Found, findComments, pageOf } from './finding.ts';
import * as db from './found.sql.ts';
import { beginning, snippetOf } from './marks.ts';
import { parseQuery } from './query.ts';
import * as shown from './shown.sql.ts';
import { type Term, type Wanted, wantedOf } from './terms.ts';

type Query = PageQuery & { readonly q: string };

export async function searchMessages(
  ctx: Ctx,
  input: Query & ConversationFilter,
  outside: Files,
): Promise<Found<FoundConversation>> {
  authorizeSomewhere(ctx, 'inbox.read');
  const asker = askerOf(ctx);
  const wanted = await wantedOf(ctx.tx, parseQuery(input.q), 'message_words');
  const page = await pageOf(wanted, input, {
    find: (search) => db.messagesFound(ctx.tx, search, matching(asker, input), input),
    scanned: (search) => db.messagesScanned(ctx.tx, search, input.after),
  });
  const ids = page.items.map(({ messageId }) => messageId);
  const found = ids.length === 0 ? [] : await shown.hitsOf(ctx.tx, ids);
  const rows = new Map(found.map((row) => [row.messageId, row]));
  const hits = ids.flatMap((id) => rows.get(id) ?? []);
  return { ...page, items: byConversation(hits, wanted, ctx.now, outside) };
}

export async function searchComments(
  ctx: Ctx,
  { q, after, limit, ...asked }: Query & Filtered,
  outside: Files,
): Promise<Found<FoundComment>> {
  const here = isAt(authorizeSomewhere(ctx, 'inbox.read'), 'c');
  const filter = { ...filterOf(ctx, asked), order: 'newest' } as const;
  const isWanted = asksHowItStands(asked) ? isListed(here, filter) : isLikeThat(here, filter);
  const { ids, terms, ...page } = await findComments(
    ctx.tx,
    q,
    { isWanted, order: 'newest' },
    { after, limit },
  );
  const items = (await commentsIn(ctx, ids, outside)).map((comment) => foundComment(comment, terms));
  return { ...page, items };
}

/** Of ours nobody asks who has them, or whether they are answered. */
const asksHowItStands = ({ postId, channelId, platform, hidden, from, until, ...more }: Filtered): boolean =>
  Object.values(more).some((given) => given !== undefined);

function foundComment(comment: Comment, terms: readonly Term[]): FoundComment {
  const { id, channel, post, kind, threadId, parentId, isOwn, author, rating, status } = comment;
  const { happenedAt, hiddenAt } = comment;
  const text = comment.body ?? '';
  const snippet = snippetOf(text, terms) ?? beginning(text);
  return {
    ...{ id, channel, post, kind, threadId, parentId, isOwn, author, rating, status, happenedAt, hiddenAt },
    snippet,
  };
}

export async function searchContacts(ctx: Ctx, input: Query, outside: Files): Promise<Found<FoundContact>> {
  const places = authorizeSomewhere(ctx, 'inbox.read');
  const wanted = await wantedOf(ctx.tx, parseQuery(input.q), 'contact_words');
  const page = await pageOf(wanted, input, {
    find: (search) => db.contactsFound(ctx.tx, search, isAt(places, 'c'), input),
    scanned: (search) => db.contactsScanned(ctx.tx, search, input.after),
  });
  const ids = page.items.map(({ contactId }) => contactId);
  const found = ids.length === 0 ? [] : await shown.contactsOf(ctx.tx, ids);
  const rows = new Map(found.map((row) => [row.contactId, row]));
  const items = ids
    .flatMap((id) => rows.get(id) ?? [])
    .map(({ pictureKey, text, ...contact }) => ({
      ...contact,
      pictureUrl: pictureKey === null ? null : outside.fileUrl(pictureKey, ctx.now),
      snippet: snippetOf(text, wanted.terms) ?? beginning(text),
    }));
  return { ...page, items };
}

/** A conversation stands where the newest of its hits does. */
function byConversation(
  hits: readonly shown.ShownHit[],
  { terms }: Wanted,
  now: Date,
  { fileUrl }: Files,
): FoundConversation[] {
  const groups = Map.groupBy(hits, ({ conversation }) => conversation.id);
  return [...groups.values()].map((group) => {
    const { person, ...conversation } = group[0]!.conversation;
    const { pictureKey, ...rest } = person;
    const pictureUrl = pictureKey === null ? null : fileUrl(pictureKey, now);
    return {
      conversation: { ...conversation, person: { ...rest, pictureUrl } },
      hits: group.map(({ conversation: _, text, ...hit }) => ({
        ...hit,
        snippet: snippetOf(text, terms) ?? beginning(text),
      })),
    };
  });
}
