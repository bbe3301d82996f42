import { isTrouble, type Trouble } from '../../../../providers/trouble.ts';
import type { Access, Subscribing } from '../platform.ts';
import type { ShopifyClient } from './client.ts';

/** The three of privacy are set in the app's own configuration: they can neither be asked for nor be seen here. */
const topics = [
  'app/uninstalled',
  'app/scopes_update',
  'shop/update',
  'products/create',
  'products/update',
  'products/delete',
  'inventory_levels/update',
  'orders/create',
  'orders/updated',
  'orders/paid',
] as const;

/** As the interface spells what deliveries call `orders/create`. */
const spelled = (topic: string) => topic.replace('/', '_').toUpperCase();
const bySpelling = new Map<string, string>(topics.map((topic) => [spelled(topic), topic]));
const pagesReadMax = 10;

export function subscribingToShop(client: ShopifyClient): Subscribing {
  const shopOf = ({ platformAccountId, token }: Access, signal: AbortSignal) =>
    client.shop(platformAccountId, token, signal);
  const all = async (access: Access, signal: AbortSignal) => {
    const found: { id: string; topic: string; uri: string }[] = [];
    let cursor: string | undefined;
    for (let read = 0; read < pagesReadMax; read++) {
      const page = await shopOf(access, signal).subscriptions({ cursor });
      for (const { id, topic, uri } of page.items) found.push({ id, topic, uri: uri ?? '' });
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    return found;
  };
  const fieldsOf = (found: readonly { topic: string }[]) => [
    ...new Set(found.flatMap(({ topic }) => bySpelling.get(topic) ?? [])),
  ];
  return {
    fields: topics,

    async subscribe(access, callbackUrl, signal) {
      const there = (await all(access, signal)).filter(({ uri }) => uri === callbackUrl);
      const known = new Set(fieldsOf(there));
      let refusal: Trouble | undefined;
      for (const topic of topics.filter((one) => !known.has(one))) {
        try {
          await shopOf(access, signal).subscribe({ topic: spelled(topic), uri: callbackUrl });
          known.add(topic);
        } catch (error) {
          // Of what it may not see a shop tells nothing; that is no reason to hear nothing of the rest.
          if (!isTrouble(error, 'rejected')) throw error;
          refusal = error;
        }
      }
      if (refusal && known.size === 0) throw refusal;
      return { fields: topics.filter((topic) => known.has(topic)) };
    },

    subscribed: async (access, signal) => ({ fields: fieldsOf(await all(access, signal)) }),

    async unsubscribe(access, signal) {
      for (const { id } of await all(access, signal)) await shopOf(access, signal).unsubscribe(id);
    },
  };
}
