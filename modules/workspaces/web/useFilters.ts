import { useContext, useEffect, useEffectEvent, useRef, useState } from 'react';
import { UNSAFE_DataRouterContext, useLocation, useNavigation, useSearchParams } from 'react-router';
import { useSettled } from './useSettled.ts';

/**
 * What a list is sifted by, kept in the address: it can be sent to somebody, and Back leads to it. The address follows
 * once somebody pauses, so that writing waits for nothing; and the list follows an address that somebody went to.
 */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const [filters, setFilters] = useState(() => filtersIn(names, search));
  const settled = useSettled(filters);
  // As it was last read from the address or written to it: what it says otherwise is news.
  const known = useRef(JSON.stringify(filters));
  const isOwed = useRef(false);
  const readAgain = useEffectEvent(() => {
    const inAddress = filtersIn(names, search);
    if (JSON.stringify(inAddress) === known.current) return;
    known.current = JSON.stringify(inAddress);
    isOwed.current = false;
    setFilters(inAddress);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the address is another.
  useEffect(() => readAgain(), [search]);
  const isElsewhere = useIsElsewhere();
  const writeDown = useEffectEvent(() => {
    isOwed.current = isElsewhere();
    if (isOwed.current) return;
    known.current = JSON.stringify(settled);
    if (names.every((name) => (search.get(name) ?? '') === settled[name])) return;
    setSearch((before) => written(settled, before), { replace: true, preventScrollReset: true });
  });
  // Not at once: a key that was pressed just now goes first, and whoever goes on by it is on the way by then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows the filters, and not they it.
  useEffect(() => {
    const soon = setTimeout(() => writeDown());
    return () => clearTimeout(soon);
  }, [settled]);
  const catchUp = useEffectEvent(() => isOwed.current && writeDown());
  const { state } = useNavigation();
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever somebody has arrived.
  useEffect(() => void catchUp(), [state, key]);
  return {
    filters,
    change: (name: Name, value: string) => setFilters((before) => ({ ...before, [name]: value })),
    clear: () => setFilters(filtersIn(names, new URLSearchParams())),
    any: names.some((name) => filters[name] !== ''),
  };
}

/**
 * Whether somebody is on the way to another address, or is there already and it is not drawn yet. To go to an address
 * gives up going to another: whoever is on their way is not held back, and what is owed is written there. Asked of the
 * router itself, which knows it before any page does.
 */
function useIsElsewhere(): () => boolean {
  const router = useContext(UNSAFE_DataRouterContext)!.router;
  const { key } = useLocation();
  return () => router.state.navigation.state !== 'idle' || router.state.location.key !== key;
}

const filtersIn = <Name extends string>(names: readonly Name[], search: URLSearchParams) =>
  Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<Name, string>;

/** What else the address says stays as it is. */
function written(filters: Readonly<Record<string, string>>, before: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [name, value] of Object.entries(filters)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}
