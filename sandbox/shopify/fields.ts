import type { World } from '../world.ts';
import type { Shop } from './state.ts';
import type { Field } from './types.ts';

export interface Context {
  readonly world: World;
  readonly shop: Shop;
  readonly version: string;
  readonly scopes: readonly string[];
  /** Which failure is being played, if any. */
  readonly failure: string | undefined;
  changed(): void;
}
export type Fields = Readonly<Record<string, Field<Context>>>;

export const listArgs = { first: 'Int', last: 'Int', after: 'String', before: 'String', reverse: 'Boolean' };
export const one = (type: string, resolve: Field<Context>['resolve'] & object): Field<Context> => ({
  type,
  resolve,
});
/** Of properties that are called as they are answered. */
export const same = (types: Readonly<Record<string, string>>): Fields =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));

export function connection(type: string): Readonly<Record<string, Fields>> {
  return {
    [`${type}Connection`]: {
      nodes: { type: `[${type}!]!`, cost: 0 },
      edges: { type: `[${type}Edge!]!`, cost: 0 },
      pageInfo: { type: 'PageInfo!', cost: 0 },
    },
    [`${type}Edge`]: { node: { type: `${type}!` }, cursor: { type: 'String!' } },
  };
}
