import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { ConversationId } from '../messages/contract.ts';

const Address = z.object({ platform: z.enum(['email', 'whatsapp']), address: z.string() });

/**
 * The mail addresses and telephone numbers of whoever a conversation is with, as platforms told them: on its own
 * channel and on those of the same person, where somebody of us has said that they are one. What they write of
 * themselves, and what colleagues wrote down of them, is not among it.
 */
export function addressesOf(tx: Tx, id: ConversationId, limit: number) {
  return tx.many(
    Address,
    sql`
    select c.platform, o.platform_user_id as address
      from inbox.conversations v
      join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
      join inbox.identities o on o.workspace_id = i.workspace_id and o.contact_id = i.contact_id
      join inbox.channels c on c.workspace_id = o.workspace_id and c.id = o.channel_id
     where v.id = ${id} and c.platform in ('email', 'whatsapp')
     order by o.id limit ${limit}`,
  );
}
