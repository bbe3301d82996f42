import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { ConversationId, MessageId } from '../messages/contract.ts';

const MailPage = z.object({
  html: z.string(),
  pictures: z.array(z.object({ contentId: z.string(), storageKey: z.string() })),
});
const picturesMax = 60;

export function findPage(tx: Tx, conversationId: ConversationId, messageId: MessageId) {
  return tx.maybeOne(
    MailPage,
    sql`
    select d.html,
           coalesce((select jsonb_agg(jsonb_build_object('contentId', p.content_id, 'storageKey', a.storage_key))
              from (select * from inbox.mail_pictures x
                     where x.workspace_id = d.workspace_id and x.message_id = d.message_id limit ${picturesMax}) p
              join inbox.attachments a on a.workspace_id = p.workspace_id and a.id = p.attachment_id
             where a.storage_key is not null), '[]') as pictures
      from inbox.messages m
      join inbox.mail_details d on d.workspace_id = m.workspace_id and d.message_id = m.id
     where m.id = ${messageId} and m.conversation_id = ${conversationId} and d.html is not null`,
  );
}
