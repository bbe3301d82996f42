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
  receivedAt: z.date(),
  payload: z.unknown(),
  /** By any of which the account itself is named in what is told of it. */
  ownIds: z.array(z.string()),
  isDemo: z.boolean(),
});
/** One thing that happened, as its platform put it. All of the payload is words of the outside. */
export type Told = z.infer<typeof Told>;

export function findTold(tx: Tx, { id, receivedAt }: EventKey) {
  return tx.maybeOne(
    Told,
    sql`
    select e.id, e.account_id, e.platform, e.source, e.kind, e.conversation_key, e.received_at, e.payload, a.is_demo,
           coalesce(e.happened_at, e.received_at) as happened_at,
           array_remove(array[a.platform_account_id, a.app_scoped_id, a.parent_platform_id], null) as own_ids
      from connections.webhook_events e
      join connections.accounts a on a.workspace_id = e.workspace_id and a.id = e.account_id
     where e.id = ${id} and e.received_at = ${receivedAt}`,
  );
}

/**
 * The accounts of the workspace, for statements of modules above that keep something for each. What of a disconnected
 * one was brought in is there for a while, and so is the account.
 */
export const accountsKept = sql`
  select a.workspace_id, a.id, a.platform, a.display_name, a.username, a.location_id, a.disconnected_at
    from connections.accounts a`;
