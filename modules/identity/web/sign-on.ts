import { useSend } from '../../../web/kit/send.ts';
import { postSignOn } from '../single-sign-on/contract.ts';
import { ownPath } from './entering.ts';

const storageKey = 'stoa.sign-on';

/** To the provider and back. The ticket stays in this tab: whoever comes back with it is who left. */
export function useSignOn() {
  const { send, isPending, error } = useSend(postSignOn, {
    onReply: ({ url, ticket }) => {
      sessionStorage.setItem(storageKey, ticket);
      location.assign(url);
    },
  });
  const begin = (slug: string, { from, link = false }: { from?: string | null; link?: boolean }) => {
    const returnTo = ownPath(from);
    send({ params: { slug }, body: { link, ...(returnTo !== undefined && { returnTo }) } });
  };
  return { begin, isPending, error };
}

/** What was kept when somebody left for the provider; once. */
export function takeSignOnTicket(): string | null {
  const ticket = sessionStorage.getItem(storageKey);
  sessionStorage.removeItem(storageKey);
  return ticket;
}
