import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { askerOf, type Files } from '../conversations/conversations.ts';
import { type ConversationFilter, matching } from '../conversations/filter.sql.ts';
import { authorizeSomewhere, isAt } from '../rights/places.ts';
import { type FoundContact, type FoundConversation, searchPhraseScanMax, searchScanMax } from './contract.ts';
import * as db from './found.sql.ts';
import { beginning, snippetOf } from './marks.ts';
import { parseQuery } from './query.ts';
import * as shown from './shown.sql.ts';
import { type Wanted, wantedOf, wordsOf } from './terms.ts';

type Query = PageQuery & { readonly q: string };

export interface Found<T> extends Page<T> {
  incomplete: boolean;
  corrected: { from: string; to: string[] }[];
}

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
  const rows = new Map((await shown.hitsOf(ctx.tx, ids)).map((row) => [row.messageId, row]));
  const hits = ids.flatMap((id) => rows.get(id) ?? []);
  return { ...page, items: byConversation(hits, wanted, ctx.now, outside) };
}

export async function searchContacts(ctx: Ctx, input: Query, outside: Files): Promise<Found<FoundContact>> {
  const places = authorizeSomewhere(ctx, 'inbox.read');
  const wanted = await wantedOf(ctx.tx, parseQuery(input.q), 'contact_words');
  const page = await pageOf(wanted, input, {
    find: (search) => db.contactsFound(ctx.tx, search, isAt(places, 'c'), input),
    scanned: (search) => db.contactsScanned(ctx.tx, search, input.after),
  });
  const ids = page.items.map(({ contactId }) => contactId);
  const rows = new Map((await shown.contactsOf(ctx.tx, ids)).map((row) => [row.contactId, row]));
  const items = ids
    .flatMap((id) => rows.get(id) ?? [])
    .map(({ pictureKey, text, ...contact }) => ({
      ...contact,
      pictureUrl: pictureKey === null ? null : outside.fileUrl(pictureKey, ctx.now),
      snippet: snippetOf(text, wanted.terms) ?? beginning(text),
    }));
  return { ...page, items };
}

/** A page that is not full although there are candidates left says so, and where to go on. */
async function pageOf<T>(
  wanted: Wanted,
  { limit }: PageQuery,
  statements: {
    readonly find: (search: db.Search) => Promise<Page<T>>;
    readonly scanned: (search: db.Search) => Promise<Page<unknown>>;
  },
): Promise<Found<T>> {
  const corrected = wanted.corrected.map(({ from, to }) => ({ from, to }));
  if (wanted.terms.length === 0) return { items: [], next: null, incomplete: false, corrected };
  const { terms, phrases } = wanted;
  const search = {
    words: terms.map(wordsOf),
    phrases,
    scanMax: Math.max(phrases.length > 0 ? searchPhraseScanMax : searchScanMax, limit + 1),
  };
  const { items, next } = await statements.find(search);
  if (next !== null) return { items, next, incomplete: false, corrected };
  const further = (await statements.scanned(search)).next;
  return { items, next: further, incomplete: further !== null, corrected };
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
