/** An address with its query. Spaces are `%20`, which every platform reads; `+` is not read by all. */
export function addressWith(
  base: string,
  query: Readonly<Record<string, string | readonly string[] | undefined>>,
): string {
  const url = new URL(base);
  for (const [name, given] of Object.entries(query))
    for (const value of [given ?? []].flat()) url.searchParams.append(name, value);
  return url.href.replaceAll('+', '%20');
}
