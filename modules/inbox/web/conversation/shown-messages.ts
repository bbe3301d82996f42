import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '../../../../kit/page.ts';
import { pagesOf } from '../../../../web/kit/api.ts';
import type { Change } from '../../../../web/kit/send.ts';
import { listMessages, type Message } from '../../contract.ts';
import type { Place } from '../composer/outbox.ts';

type Pages = InfiniteData<Page<Message>>;

/** One message of a timeline as it will stand, before the server has answered. */
export const editMessage = (
  place: Place,
  messageId: string,
  edit: (message: Message) => Partial<Message>,
): Change => ({
  key: pagesOf(listMessages, { params: place }).queryKey,
  edit: (data) => {
    const shown = data as Pages | undefined;
    if (!shown) return shown;
    const pages = shown.pages.map((page) => ({
      ...page,
      items: page.items.map((one) => (one.id === messageId ? { ...one, ...edit(one) } : one)),
    }));
    return { ...shown, pages };
  },
});
