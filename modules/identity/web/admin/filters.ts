import { useSearchParams } from 'react-router';

/** What a list is sifted by, kept in the address: it can be sent to somebody, and Back leads to it. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<
    Name,
    string
  >;
  const change = (changes: Partial<Record<Name, string>>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries<string | undefined>(changes)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return {
    filters,
    change,
    clear: () => setSearch({}, { replace: true, preventScrollReset: true }),
    any: names.some((name) => filters[name] !== ''),
  };
}

/** Of what stands in the address only what is known counts. */
export const oneOf = <T extends string>(known: readonly T[], value: string): T | undefined =>
  known.find((one) => one === value);
