import { useSearchParams } from 'react-router';

/** What a list is sifted by, kept in the address: it can be sent to somebody, and Back leads to it. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<
    Name,
    string
  >;
  const change = (name: Name, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const clear = () => setSearch({}, { replace: true, preventScrollReset: true });
  return { filters, change, clear, any: names.some((name) => filters[name] !== '') };
}
