import type { Term } from './search.ts';
import type { Product } from './state.ts';
import { GraphProblem } from './types.ts';

const pageMax = 250;

interface Args {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string;
  readonly before?: string;
  readonly reverse?: boolean;
}

const cursorOf = (id: string) => Buffer.from(JSON.stringify({ last_id: id })).toString('base64');

/** A connection: at most 250 at once, from either end. `empty-page` plays a page without anything but a next one. */
export function page<T extends { readonly id: string }>(
  given: readonly T[],
  args: Args,
  failure: string | undefined,
) {
  const { first, last, after, before } = args;
  if (first === undefined && last === undefined)
    throw refused('you must provide one of first or last', 'BAD_REQUEST');
  const size = first ?? last!;
  if (size < 0) throw refused('first and last cannot be negative', 'BAD_REQUEST');
  if (size > pageMax) throw refused(`first cannot exceed ${pageMax}`, 'BAD_REQUEST');
  const all = args.reverse ? given.toReversed() : given;
  const start = after === undefined ? 0 : placeOf(all, after) + 1;
  const end = before === undefined ? all.length : placeOf(all, before);
  if (failure === 'empty-page' && after === undefined && all.length > 0)
    return {
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, endCursor: beforeFirst },
    };
  const from = first === undefined ? Math.max(start, end - size) : start;
  const nodes = all.slice(from, Math.min(end, from + size));
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node.id) }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: from + nodes.length < end,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

const beforeFirst = cursorOf('');

function placeOf(all: readonly { readonly id: string }[], cursor: string): number {
  if (cursor === beforeFirst) return -1;
  const place = all.findIndex(({ id }) => cursorOf(id) === cursor);
  if (place === -1) throw refused(`Invalid cursor for current pagination sort.`, 'BAD_REQUEST');
  return place;
}

const refused = (message: string, code: string) => new GraphProblem({ message, extensions: { code } });

/** Words of the title, and the few fields that are asked for in practice; others find everything, as there. */
export function isMet(product: Product, { field, sign, value }: Term): boolean {
  const wanted = value.toLowerCase();
  const reads = (text: string) => text.toLowerCase().includes(wanted.replaceAll('*', ''));
  if (field === undefined) return reads(product.title);
  if (field === 'title') return reads(product.title);
  if (field === 'id') return product.id === value;
  if (field === 'handle') return product.handle === value;
  if (field === 'status') return product.status.toLowerCase() === wanted;
  if (field === 'vendor') return product.vendor.toLowerCase() === wanted;
  if (field === 'product_type') return product.kind.toLowerCase() === wanted;
  if (field === 'tag') return product.tags.includes(wanted);
  if (field === 'sku') return product.variants.some(({ sku }) => sku === value);
  if (field === 'updated_at') return compares(product.updatedAt, sign, value);
  if (field === 'created_at') return compares(product.createdAt, sign, value);
  return true;
}

export function compares(at: string, sign: string | undefined, value: string): boolean {
  const [a, b] = [Date.parse(at), Date.parse(value)];
  if (Number.isNaN(b)) return true;
  if (sign === '>') return a > b;
  if (sign === '>=') return a >= b;
  if (sign === '<') return a < b;
  return sign === '<=' ? a <= b : a === b;
}

export function sortedProducts(products: readonly Product[], { sortKey }: { sortKey?: string }): Product[] {
  const key = { TITLE: 'title', UPDATED_AT: 'updatedAt', CREATED_AT: 'createdAt' }[sortKey ?? ''] ?? 'id';
  const of = (product: Product) => String(product[key as keyof Product]).padStart(key === 'id' ? 20 : 0, '0');
  return products.toSorted((a, b) => (of(a) < of(b) ? -1 : 1));
}
