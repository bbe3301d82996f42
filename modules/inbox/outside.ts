import type { Ctx } from '../../kit/ctx.ts';
import type { Page, PageQuery } from '../../kit/page.ts';
import type { ConnectionsOutside } from '../connections/index.ts';
import type { ContactId } from './conversations/contract.ts';

/** What the inbox asks of the world: what connections do, since it speaks through them. */
export interface InboxOutside extends ConnectionsOutside {
  /** What modules above know of people, page by page, by what it is: it belongs into a file of everything known. */
  readonly knownElsewhere?: (
    ctx: Ctx,
    contactIds: readonly ContactId[],
  ) => Readonly<Record<string, (page: PageQuery) => Promise<Page<unknown>>>>;
}
