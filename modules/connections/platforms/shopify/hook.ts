import { parseJson } from '../../../../providers/json.ts';
import { splitShopify, verifyShopify } from '../../../../providers/shopify/webhook.ts';
import type { EventKind } from '../contract.ts';
import type { Hook } from '../platform.ts';
import type { ShopifyClient } from './client.ts';

/** What it is and whose stands in the headers, so one delivery is one event. */
export function shopifyHook({ secrets }: ShopifyClient): Hook {
  return {
    name: 'shopify',

    refuse({ raw, headers }) {
      const verdict = verifyShopify(raw, headers, secrets);
      return verdict.ok ? undefined : verdict.flaw;
    },

    split: ({ raw, headers }) =>
      splitShopify(readJson(raw), headers).flatMap(
        ({ accountId, eventId, kind: topic, conversationKey, at, payload }) =>
          accountId === undefined
            ? []
            : [
                {
                  platform: 'shopify',
                  platformAccountId: accountId,
                  eventId,
                  kind: kindOf(topic),
                  conversationKey: conversationKey ?? 'account',
                  at,
                  payload: { topic, value: payload },
                },
              ],
      ),
  };
}

const kinds: Readonly<Record<string, EventKind>> = {
  'app/uninstalled': 'uninstalled',
  'app/scopes_update': 'account_update',
  'shop/update': 'account_update',
  'customers/data_request': 'privacy',
  'customers/redact': 'privacy',
  'shop/redact': 'privacy',
};
const kindsByNoun: Readonly<Record<string, EventKind>> = {
  orders: 'order',
  refunds: 'order',
  products: 'product',
  inventory_levels: 'inventory',
  inventory_items: 'inventory',
};

const kindOf = (topic: string): EventKind => kinds[topic] ?? kindsByNoun[topic.split('/')[0]!] ?? 'unknown';

function readJson(raw: Buffer): unknown {
  try {
    return parseJson(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
