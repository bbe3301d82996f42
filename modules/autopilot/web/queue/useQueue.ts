import { useSearchParams } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import type { Pages } from '../../../../web/kit/api.ts';

/** What waits in an order, and the one of it that is open: it stands in the address. */
export interface Queue {
  readonly openId: string | undefined;
  /** The address of one of them; without it, of the list alone. */
  readonly addressOf: (id: string | undefined) => string;
  readonly open: (id: string | undefined) => void;
  /** To the one after the one that is open, before that leaves the list. */
  readonly goOn: () => void;
}

export function useQueue(pages: Pages<{ readonly id: string }>, group: string): Queue {
  const [search, setSearch] = useSearchParams();
  const openId = search.get('open') ?? undefined;
  const ids = pages.items.map(({ id }) => id);
  const at = ids.indexOf(openId ?? '');
  const withOpen = (before: URLSearchParams, id: string | undefined) => {
    const next = new URLSearchParams(before);
    if (id === undefined) next.delete('open');
    else next.set('open', id);
    return next;
  };
  const open = (id: string | undefined) =>
    setSearch((before) => withOpen(before, id), { preventScrollReset: true, replace: openId !== undefined });
  const step = (by: 1 | -1) => {
    const id = ids[at < 0 ? 0 : Math.max(0, Math.min(at + by, ids.length - 1))];
    if (id !== undefined && id !== openId) open(id);
  };
  const move = { group, keysOnly: true, repeats: true };
  useActions([
    { ...move, id: 'queue.next', title: 'The next one', keys: 'j', run: () => step(1) },
    { ...move, id: 'queue.previous', title: 'The one before', keys: 'k', run: () => step(-1) },
    {
      ...{ id: 'queue.back', title: 'Back to the list', group, keysOnly: true, keys: 'escape' },
      run: () => open(undefined),
    },
  ]);
  return {
    openId,
    addressOf: (id) => `?${withOpen(search, id)}`,
    open,
    goOn: () => open(ids[at + 1] ?? ids[at - 1]),
  };
}
