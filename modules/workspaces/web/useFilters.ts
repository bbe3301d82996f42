import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
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
  const readAgain = useEffectEvent(() => {
    const inAddress = filtersIn(names, search);
    if (JSON.stringify(inAddress) === known.current) return;
    known.current = JSON.stringify(inAddress);
    setFilters(inAddress);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the address is another.
  useEffect(() => readAgain(), [search]);
  const writeDown = useEffectEvent(() => {
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
  return {
    filters,
    change: (name: Name, value: string) => setFilters((before) => ({ ...before, [name]: value })),
    clear: () => setFilters(filtersIn(names, new URLSearchParams())),
    any: names.some((name) => filters[name] !== ''),
  };
}

const filtersIn = <Name extends string>(names: readonly Name[], search: URLSearchParams) =>
  Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<Name, string>;
