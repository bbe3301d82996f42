import { isOwnAddress } from '../common/returning.ts';
import { type Context, connection, type Fields, listArgs, one, same } from './fields.ts';
import { page } from './pages-of.ts';
import { gid, idIn, type Subscription } from './state.ts';
import type { Asked } from './types.ts';
import { livingSubscriptions, topicPath } from './webhooks.ts';

/** As the Admin API spells them; what is delivered says `orders/create`. */
export const topics = [
  'APP_UNINSTALLED',
  'APP_SCOPES_UPDATE',
  'PRODUCTS_CREATE',
  'PRODUCTS_UPDATE',
  'PRODUCTS_DELETE',
  'INVENTORY_LEVELS_UPDATE',
  'ORDERS_CREATE',
  'ORDERS_PAID',
  'ORDERS_UPDATED',
  'SHOP_UPDATE',
  'BULK_OPERATIONS_FINISH',
];
const scopeOf: Readonly<Record<string, string>> = {
  PRODUCTS: 'read_products',
  INVENTORY: 'read_inventory',
  ORDERS: 'read_orders',
};

interface Wanted {
  readonly uri?: string;
  readonly callbackUrl?: string;
  readonly format?: string;
  readonly filter?: string;
  readonly includeFields?: string[];
  readonly name?: string;
}

function create(_: unknown, { args }: Asked, context: Context) {
  const wanted = args.webhookSubscription as Wanted;
  const topic = args.topic as string;
  const uri = wanted.uri ?? wanted.callbackUrl;
  const refused = (message: string, field = 'callbackUrl') => ({
    webhookSubscription: null,
    userErrors: [{ field: ['webhookSubscription', field], message }],
  });
  if (!uri) return refused("Address can't be blank");
  const problem = problemOfAddress(uri);
  if (problem) return refused(problem);
  const needed = scopeOf[topic.split('_')[0]!];
  if (
    needed !== undefined &&
    !context.scopes.some((one) => one === needed || one === needed.replace('read', 'write'))
  )
    return {
      webhookSubscription: null,
      userErrors: [
        {
          field: ['topic'],
          message: `You cannot create a webhook subscription with the specified topic. (${topicPath(topic)})`,
        },
      ],
    };
  const all = livingSubscriptions(context.world, context.shop);
  if (all.some((one) => one.topic === topic && one.uri === uri && one.filter === (wanted.filter ?? null)))
    return refused('Address for this topic has already been taken');
  const made: Subscription = {
    id: String(1_000_000_000_000 + (context.world.now().getTime() % 1e9) + all.length),
    topic,
    uri,
    format: wanted.format ?? 'JSON',
    filter: wanted.filter ?? null,
    includeFields: wanted.includeFields ?? [],
    name: wanted.name ?? null,
    version: context.version,
    createdAt: context.world.now().toISOString(),
  };
  context.shop.subscriptions.push(made);
  context.changed();
  return { webhookSubscription: made, userErrors: [] };
}

/** Real shops take https alone; this machine, which has no certificate, is taken without. */
function problemOfAddress(uri: string): string | undefined {
  if (/^(pubsub:|arn:aws:events:)/.test(uri)) return 'This world delivers over https only';
  if (!URL.canParse(uri)) return 'Address is invalid';
  const { protocol } = new URL(uri);
  if (isOwnAddress(uri)) return undefined;
  return protocol === 'https:'
    ? 'Address is not on this machine, and nothing leaves it'
    : `Address protocol ${protocol}// is not supported`;
}

function remove(_: unknown, { args }: Asked, { shop, changed }: Context) {
  const id = idIn(args.id, 'WebhookSubscription');
  const at = shop.subscriptions.findIndex((one) => one.id === id);
  if (at === -1)
    return {
      deletedWebhookSubscriptionId: null,
      userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
    };
  shop.subscriptions.splice(at, 1);
  changed();
  return { deletedWebhookSubscriptionId: args.id, userErrors: [] };
}

const types: Readonly<Record<string, Fields>> = {
  WebhookSubscription: {
    ...same({ topic: 'WebhookSubscriptionTopic!', uri: 'String!', format: 'WebhookSubscriptionFormat!' }),
    ...same({ filter: 'String', includeFields: '[String!]!', name: 'String', createdAt: 'DateTime!' }),
    id: one('ID!', ({ id }: Subscription) => gid('WebhookSubscription', id)),
    callbackUrl: one('URL', ({ uri }: Subscription) => uri),
    updatedAt: one('DateTime!', ({ createdAt }: Subscription) => createdAt),
    apiVersion: one('ApiVersion!', ({ version }: Subscription) => ({ handle: version, supported: true })),
  },
  ApiVersion: same({ handle: 'String!', supported: 'Boolean!' }),
  WebhookSubscriptionCreatePayload: same({
    webhookSubscription: 'WebhookSubscription',
    userErrors: '[UserError!]!',
  }),
  WebhookSubscriptionDeletePayload: same({
    deletedWebhookSubscriptionId: 'ID',
    userErrors: '[UserError!]!',
  }),
  ...connection('WebhookSubscription'),
};

const query: Fields = {
  webhookSubscriptions: {
    type: 'WebhookSubscriptionConnection!',
    args: { ...listArgs, topics: '[WebhookSubscriptionTopic!]', uri: 'String' },
    resolve: (_, { args }, { world, shop, failure }) =>
      page(
        livingSubscriptions(world, shop).filter(
          ({ topic, uri }) =>
            (args.topics?.includes(topic) ?? true) && (args.uri === undefined || args.uri === uri),
        ),
        args,
        failure,
      ),
  },
};

const mutation: Fields = {
  webhookSubscriptionCreate: {
    type: 'WebhookSubscriptionCreatePayload',
    args: { topic: 'WebhookSubscriptionTopic!', webhookSubscription: 'WebhookSubscriptionInput!' },
    cost: 10,
    resolve: create,
  },
  webhookSubscriptionDelete: {
    type: 'WebhookSubscriptionDeletePayload',
    args: { id: 'ID!' },
    cost: 10,
    resolve: remove,
  },
};

export const subscriptionFields = { query, mutation, types };
export const subscriptionInputs = {
  WebhookSubscriptionInput: {
    uri: 'String',
    callbackUrl: 'URL',
    format: 'WebhookSubscriptionFormat',
    filter: 'String',
    includeFields: '[String!]',
    metafieldNamespaces: '[String!]',
    name: 'String',
  },
};
