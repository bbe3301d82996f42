import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useNavigation, useSearchParams } from 'react-router';
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
  // To go to an address gives up going to another: whoever is on their way is not held back, and it is written there.
  const isOnTheWay = useNavigation().state !== 'idle';
  const writeDown = useEffectEvent(() => {
    isOwed.current = isOnTheWay;
    if (isOnTheWay) return;
    known.current = JSON.stringify(settled);
    if (names.every((name) => (search.get(name) ?? '') === settled[name])) return;
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const name of names) {
          if (settled[name] === '') next.delete(name);
          else next.set(name, settled[name]);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows the filters, and not they it.
  useEffect(() => writeDown(), [settled]);
  const catchUp = useEffectEvent(() => isOwed.current && writeDown());
  useEffect(() => {
    if (!isOnTheWay) catchUp();
  }, [isOnTheWay]);
  return {
    filters,
    change: (name: Name, value: string) => setFilters((before) => ({ ...before, [name]: value })),
    clear: () => setFilters(filtersIn(names, new URLSearchParams())),
    any: names.some((name) => filters[name] !== ''),
  };
}

const filtersIn = <Name extends string>(names: readonly Name[], search: URLSearchParams) =>
  Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<Name, string>;
