import { type Context, connection, type Fields, listArgs, one, same } from './fields.ts';
import { page } from './pages-of.ts';
import { gid, idIn, type Variant } from './state.ts';
import { type Asked, GraphProblem } from './types.ts';
import { stockChanged } from './webhooks.ts';

const variantsOf = ({ shop }: Context) => shop.products.flatMap(({ variants }) => variants);
const itemAt = (context: Context, id: string) =>
  variantsOf(context).find(({ inventoryItemId }) => inventoryItemId === idIn(id, 'InventoryItem'));
const hasLocation = ({ shop }: Context, id: string) => idIn(id, 'Location') === shop.locationId;

const location = ({ shop }: Context) => ({
  id: shop.locationId,
  gid: gid('Location', shop.locationId),
  name: 'Workshop',
  isActive: true,
});
/** What is at the one place a shop of the sandbox has. */
const level = (item: Variant) => ({ id: item.inventoryItemId, item });

const query: Fields = {
  locations: {
    type: 'LocationConnection!',
    args: listArgs,
    scope: 'read_locations',
    resolve: (_, { args }, context) => page([location(context)], args, context.failure),
  },
  location: {
    type: 'Location',
    args: { id: 'ID' },
    scope: 'read_locations',
    resolve: (_, { args }, context) =>
      args.id === undefined || hasLocation(context, args.id) ? location(context) : null,
  },
  inventoryItem: {
    type: 'InventoryItem',
    args: { id: 'ID!' },
    scope: 'read_inventory',
    resolve: (_, { args }, context) => itemAt(context, args.id),
  },
};

const types: Readonly<Record<string, Fields>> = {
  Location: {
    ...same({ name: 'String!', isActive: 'Boolean!' }),
    id: one('ID!', (place: { gid: string }) => place.gid),
  },
  InventoryItem: {
    id: one('ID!', (item: Variant) => gid('InventoryItem', item.inventoryItemId)),
    legacyResourceId: one('UnsignedInt64!', (item: Variant) => item.inventoryItemId),
    sku: one('String', ({ sku }: Variant) => sku),
    tracked: one('Boolean!', ({ available }: Variant) => available !== null),
    variant: one('ProductVariant!', (item: Variant) => item),
    inventoryLevels: {
      type: 'InventoryLevelConnection!',
      args: listArgs,
      scope: 'read_inventory',
      resolve: (item: Variant, { args }) => page([level(item)], args, undefined),
    },
    inventoryLevel: {
      type: 'InventoryLevel',
      args: { locationId: 'ID!' },
      scope: 'read_inventory',
      resolve: (item: Variant, { args }, context) =>
        hasLocation(context, args.locationId) ? level(item) : null,
    },
  },
  InventoryLevel: {
    id: one('ID!', ({ item }: { item: Variant }, _, { shop }) => levelId(shop.locationId, item)),
    item: one('InventoryItem!', ({ item }: { item: Variant }) => item),
    location: one('Location!', (_, __, context) => location(context)),
    quantities: {
      type: '[InventoryQuantity!]!',
      args: { names: '[String!]!' },
      resolve: ({ item }: { item: Variant }, { args }) =>
        (args.names as string[]).map((name) => ({
          name,
          quantity: ['available', 'on_hand'].includes(name) ? (item.available ?? 0) : 0,
        })),
    },
  },
  InventoryQuantity: same({ name: 'String!', quantity: 'Int!' }),
  InventorySetQuantitiesPayload: same({ userErrors: '[UserError!]!' }),
  ...connection('Location'),
  ...connection('InventoryLevel'),
};

const levelId = (locationId: string, item: Variant) =>
  gid('InventoryLevel', `${locationId}?inventory_item_id=${item.inventoryItemId}`);

const isIdempotentSince = '2026-04';
const keysKeptMax = 200;

/** What was done under a key already is not done again: whoever lost the answer asks with the same key. */
function setQuantities(_: unknown, { args, idempotencyKey }: Asked, context: Context) {
  const { shop } = context;
  if (context.version >= isIdempotentSince && !idempotencyKey)
    throw new GraphProblem({
      message: 'The @idempotent directive is required for this mutation but was not provided.',
      extensions: { code: 'BAD_REQUEST' },
    });
  const { name, quantities } = args.input as { name: string; quantities: Quantity[] };
  if (name !== 'available' && name !== 'on_hand') return { userErrors: [wrongName] };
  if (idempotencyKey && shop.keysUsed.includes(idempotencyKey)) return { userErrors: [] };
  const userErrors = quantities.flatMap((one, i) => problemOf(context, one, i) ?? []);
  if (userErrors.length > 0) return { userErrors };
  for (const one of quantities) {
    const item = itemAt(context, one.inventoryItemId)!;
    item.available = one.quantity;
    stockChanged(context.world, shop, item, context.failure);
  }
  if (idempotencyKey) shop.keysUsed = [idempotencyKey, ...shop.keysUsed].slice(0, keysKeptMax);
  context.changed();
  return { userErrors };
}

const wrongName = {
  field: ['input', 'name'],
  message: 'The quantity name must be either available or on_hand.',
  code: 'INVALID_NAME',
};

function problemOf(context: Context, one: Quantity, i: number) {
  const problem = (field: string, message: string, code: string) => ({
    field: ['input', 'quantities', String(i), field],
    message,
    code,
  });
  const item = itemAt(context, one.inventoryItemId);
  if (!item)
    return problem('inventoryItemId', 'The inventory item could not be found.', 'INVALID_INVENTORY_ITEM');
  if (!hasLocation(context, one.locationId))
    return problem('locationId', 'The location could not be found.', 'INVALID_LOCATION');
  const isStale = typeof one.changeFromQuantity === 'number' && one.changeFromQuantity !== item.available;
  return isStale
    ? problem('changeFromQuantity', 'The compare quantity does not match.', 'CHANGE_FROM_QUANTITY_STALE')
    : undefined;
}

interface Quantity {
  readonly inventoryItemId: string;
  readonly locationId: string;
  readonly quantity: number;
  readonly changeFromQuantity?: number | null;
}

export const inventoryFields = {
  query,
  types,
  mutation: {
    inventorySetQuantities: {
      type: 'InventorySetQuantitiesPayload',
      args: { input: 'InventorySetQuantitiesInput!' },
      scope: 'write_inventory',
      cost: 10,
      resolve: setQuantities,
    },
  } satisfies Fields,
  inputs: {
    InventorySetQuantitiesInput: {
      name: 'String!',
      reason: 'String!',
      referenceDocumentUri: 'String',
      quantities: '[InventoryQuantityInput!]!',
    },
    InventoryQuantityInput: {
      inventoryItemId: 'ID!',
      locationId: 'ID!',
      quantity: 'Int!',
      changeFromQuantity: 'Int',
    },
  },
};
