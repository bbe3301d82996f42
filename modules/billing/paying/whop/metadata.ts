import { z } from 'zod';
import type { CheckoutAsked } from '../provider.ts';

/** What is written into a checkout, and stands in every payment and membership that comes of it. */
export function metadataOf({ checkoutId, workspaceId, item }: CheckoutAsked): Record<string, string> {
  const shared = { workspace_id: workspaceId, checkout_id: checkoutId, price_micro: String(item.priceMicro) };
  return item.kind === 'plan'
    ? { ...shared, kind: 'plan', plan: item.plan, cycle: item.cycle }
    : { ...shared, kind: 'credits', pack: item.pack };
}

const word = z.string().optional().catch(undefined);
const Written = z.object({
  workspace_id: word,
  checkout_id: word,
  kind: z.enum(['plan', 'credits']).optional().catch(undefined),
  plan: word,
  cycle: z.enum(['month', 'year']).optional().catch(undefined),
  price_micro: z.coerce.number().int().nonnegative().optional().catch(undefined),
});
export type Written = z.infer<typeof Written>;

/** Whoever pays cannot write here, but whoever sells can, so it is read with care. */
export const writtenIn = (metadata: unknown): Written => Written.safeParse(metadata ?? {}).data ?? {};
