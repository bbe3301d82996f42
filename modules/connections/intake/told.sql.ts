import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import { PlatformName } from '../platforms/contract.ts';
import { WebhookEventId } from './contract.ts';
import type { EventKey } from './events.sql.ts';

const Told = z.object({
  id: WebhookEventId,
  accountId: AccountId,
  platform: PlatformName,
  source: z.enum(['webhook', 'sync']),
  kind: z.string(),
  conversationKey: z.string(),
  happenedAt: z.date(),
  payload: z.unknown(),
});
/** One thing that happened, as its platform put it. All of the payload is words of the outside. */
export type Told = z.infer<typeof Told>;

export function findTold(tx: Tx, { id, receivedAt }: EventKey) {
  return tx.maybeOne(
    Told,
    sql`
    select id, account_id, platform, source, kind, conversation_key, coalesce(happened_at, received_at) as happened_at,
           payload
      from connections.webhook_events where id = ${id} and received_at = ${receivedAt}`,
  );
}

/**
 * The accounts of the workspace, for statements of modules above that keep something for each. What of a disconnected
 * one was brought in is there for a while, and so is the account.
 */
export const accountsKept = sql`
  select a.workspace_id, a.id, a.platform, a.display_name, a.username, a.location_id, a.disconnected_at
    from connections.accounts a`;
