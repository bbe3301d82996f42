import type { Clock } from '../../../../kit/clock.ts';
import { openShopifyApp } from '../../../../providers/shopify/install.ts';
import { openShopifyShop } from '../../../../providers/shopify/shopify.ts';
import { openWire } from '../../../../providers/wire.ts';
import type { App, Reached } from '../credentials.ts';
import { wireUntil } from '../wires.ts';

export type ShopifyClient = ReturnType<typeof openShopifyClient>;

export function openShopifyClient({ world, headers = {}, id, secret }: Reached & App, clock: Clock) {
  const now = () => clock.now();
  const wire = openWire({ provider: 'shopify', world, headers });
  return {
    secrets: [secret],
    app: (signal?: AbortSignal) =>
      openShopifyApp({ client: { id, secret }, now, wire: signal ? wireUntil(wire, signal) : wire }),
    shop: (shop: string, accessToken: string, signal: AbortSignal) =>
      openShopifyShop({ shop, accessToken, now, wire: wireUntil(wire, signal) }),
  };
}
