import { z } from 'zod';
import { id, idMaybe, moment, present, text } from '../fields.ts';
import { listOf, nodesMax, page, type ShopPaging } from './catalogue.ts';
import { askShop, type ShopOptions } from './graphql.ts';

export type Subscription = z.output<typeof Subscription>;
const Subscription = z
  .object({ id, topic: z.string(), uri: text, format: text, createdAt: moment })
  .transform((subscription) => present(subscription));

export interface SubscriptionToMake {
  /** `ORDERS_CREATE`. The three of privacy are set in the app's own configuration, not here. */
  readonly topic: string;
  /** https, or a queue: `pubsub://project:topic` */
  readonly uri: string;
  readonly includeFields?: readonly string[];
}

const createMutation = `mutation subscribe($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
    webhookSubscription { id topic uri format createdAt }
    userErrors { field message }
  }
}`;

const listQuery = `query subscriptions($first: Int!, $after: String) {
  webhookSubscriptions(first: $first, after: $after) {
    nodes { id topic uri format createdAt }
    pageInfo { hasNextPage endCursor }
  }
}`;

const deleteMutation = `mutation unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) {
    deletedWebhookSubscriptionId
    userErrors { field message }
  }
}`;

const Created = z.object({ webhookSubscriptionCreate: z.object({ webhookSubscription: Subscription }) });
const Deleted = z.object({
  webhookSubscriptionDelete: z.object({ deletedWebhookSubscriptionId: idMaybe }),
});

export const openSubscriptions = (options: ShopOptions) => ({
  /** The same topic to the same address is refused, so a lost answer may be asked for again. */
  subscribe: async ({ topic, ...subscription }: SubscriptionToMake) => {
    const { data, usage } = await askShop(
      options,
      {
        name: 'webhookSubscriptionCreate',
        query: createMutation,
        variables: { topic, subscription },
        isRepeatable: true,
      },
      Created,
    );
    return { subscription: data.webhookSubscriptionCreate.webhookSubscription, usage };
  },

  /** Those made here: what the app's configuration subscribes is not among them. */
  subscriptions: ({ cursor, itemsMax = nodesMax }: ShopPaging = {}) =>
    page(
      options,
      'webhookSubscriptions',
      listQuery,
      { first: itemsMax, after: cursor },
      z.object({ webhookSubscriptions: listOf(Subscription) }),
    ),

  unsubscribe: async (subscriptionId: string) => {
    const { usage } = await askShop(
      options,
      {
        name: 'webhookSubscriptionDelete',
        query: deleteMutation,
        variables: { id: subscriptionId },
        isRepeatable: true,
      },
      Deleted,
    );
    return { usage };
  },
});
