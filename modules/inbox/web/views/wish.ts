import type { ViewFilters } from '../../views/contract.ts';
import type { Filters } from '../list/asking.ts';

/** What a view asks for, as the list's own address has it: the other way round from `wishOf`. */
export function filtersFrom(wish: ViewFilters): Partial<Filters> {
  const { status = 'any', ...rest } = wish;
  const named = Object.entries(rest).map(([name, value]) => [spelledAs(name), value]);
  return { ...Object.fromEntries(named), ...(status !== 'open' && { status }) };
}

/** Where it is called otherwise here than by the server. */
const spelledAs = (name: string): string =>
  name === 'channelId' ? 'channel' : name === 'tagId' ? 'tag' : name;
