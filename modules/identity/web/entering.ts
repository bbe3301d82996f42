import { useNavigate, useSearchParams } from 'react-router';
import { q, queryClient } from '../../../web/kit/api.ts';
import { paths } from '../../../web/paths.ts';
import { getMe, type Me } from '../sign-in/contract.ts';

const here = 'https://here.invalid';

/**
 * An address of this site, and of no other: what a link says is not to be believed. It is read as a browser reads it,
 * which drops tabs and dots and takes a backslash for a slash.
 */
export function ownPath(from: string | null | undefined): string | undefined {
  if (!from?.startsWith('/') || !URL.canParse(from, here)) return undefined;
  const { origin, pathname, search, hash } = new URL(from, here);
  return origin === here && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}

/** Somebody is signed in from here on. Nothing that was read for whoever was here before is shown to them. */
export function becomeSomebody(me: Me): void {
  queryClient.clear();
  queryClient.setQueryData(q(getMe).queryKey, me);
  // Nobody waits for their colours: without an answer, it looks as it did.
  void import('./own-preferences.ts')
    .then(({ applyOwnPreferences }) => applyOwnPreferences())
    .catch(() => {});
}

/** To where somebody wanted to go before they were asked who they are. */
export function useEnter(): (me: Me) => void {
  const navigate = useNavigate();
  const to = ownPath(useSearchParams()[0].get('from')) ?? paths.home();
  return (me) => {
    becomeSomebody(me);
    void navigate(to, { replace: true });
  };
}

/** The same page with where one wanted to go, so that it is not lost on the way. */
export const withFrom = (path: string, from: string | null | undefined): string => {
  const own = ownPath(from);
  return own === undefined ? path : `${path}?${new URLSearchParams({ from: own })}`;
};
