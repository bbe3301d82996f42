import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import { inboxError } from '../contract.ts';
import type { ConversationId, MessageId } from '../messages/contract.ts';
import { requireConversation } from '../messages/messages.ts';
import type { InboxOutside } from '../outside.ts';
import { findPage } from './pages.sql.ts';
import { escaped } from './parse/clean-html.ts';

interface Wanted {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
  readonly images: 'hidden' | 'shown';
}

/** A document of its own, which has no origin, runs nothing and, until somebody asks, loads nothing from elsewhere. */
export async function getMailPage(
  ctx: Ctx,
  { conversationId, messageId, images }: Wanted,
  { fileUrl }: Pick<InboxOutside, 'fileUrl'>,
): Promise<Bytes> {
  await requireConversation(ctx, 'inbox.read', conversationId);
  const found = await findPage(ctx.tx, conversationId, messageId);
  if (!found) throw inboxError('message_not_found', { messageId });
  const own = new Map(
    found.pictures.map(({ contentId, storageKey }) => [contentId, fileUrl(storageKey, ctx.now)]),
  );
  const text = documentOf(withPictures(found.html, own, images === 'shown'));
  return { contentType: 'text/html; charset=utf-8', policy: policyOf(images), stream: once(text) };
}

/** As it was cleaned, every picture has one of these names for its address and no quote in it. */
const address = / data-(cid|remote)="([^"]*)"/g;

function withPictures(html: string, own: ReadonlyMap<string, string>, areRemoteShown: boolean): string {
  return html.replace(address, (_, kind: string, name: string) => {
    if (kind === 'remote') return areRemoteShown ? ` src="${name}" referrerpolicy="no-referrer"` : '';
    const url = own.get(plain(name));
    return url === undefined ? '' : ` src="${escaped(url)}"`;
  });
}

const signs: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#96': '`',
};
const plain = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39|#96);/g, (_, sign: string) => signs[sign]!);

const policyOf = (images: Wanted['images']) =>
  [
    'sandbox allow-popups allow-popups-to-escape-sandbox',
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src 'self' data:${images === 'shown' ? ' https: http:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');

/** Mails are drawn on white: one that chose its colours for that is read on nothing else. */
const documentOf = (html: string) => `<!doctype html>
<html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<style>
:root { color-scheme: light }
body { margin: 16px; background: #fff; color: #1c1917; font: 15px/1.55 system-ui, sans-serif; overflow-wrap: anywhere }
img { max-width: 100%; height: auto }
img:not([src]) { display: none }
table { max-width: 100% }
blockquote { margin: 0 0 0 8px; padding-left: 12px; border-left: 2px solid #d6d3d1; color: #57534e }
</style></head><body>${html}</body></html>`;

async function* once(text: string) {
  yield text;
}
