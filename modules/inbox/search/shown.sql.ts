import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { ContactId } from '../conversations/contract.ts';
import { beside, personName } from '../conversations/shown.sql.ts';
import { ChannelPlatform, type MessageId } from '../messages/contract.ts';
import { FoundConversation, FoundMessage } from './contract.ts';

const Conversation = FoundConversation.shape.conversation;
const ShownHit = FoundMessage.omit({ snippet: true }).extend({
  conversation: Conversation.omit({ person: true }).extend({
    person: Conversation.shape.person
      .omit({ pictureUrl: true })
      .extend({ pictureKey: z.string().nullable() }),
  }),
  text: z.string(),
});
export type ShownHit = z.infer<typeof ShownHit>;

const ShownContact = z.object({
  contactId: ContactId,
  name: z.string(),
  username: z.string().nullable(),
  pictureKey: z.string().nullable(),
  platforms: z.array(ChannelPlatform),
  text: z.string(),
});
export type ShownContact = z.infer<typeof ShownContact>;

/** In no order. What they were found by is their words and the names of their files. */
export function hitsOf(tx: Tx, ids: readonly MessageId[]) {
  return tx.many(
    ShownHit,
    sql`
    select m.id as message_id, m.happened_at, m.direction, m.kind, m.author,
           concat_ws(' · ', left(m.body, 50000), m.details #>> '{share,title}', m.details #>> '{location,name}',
             m.details #>> '{location,address}', (select string_agg(a.name, ' · ') from inbox.attachments a
               where a.workspace_id = m.workspace_id and a.message_id = m.id)) as text,
           jsonb_build_object('id', v.id, 'kind', v.kind, 'subject', v.subject, 'status', v.status, 'lastAt', v.last_at,
             'channel', jsonb_build_object('id', c.id, 'platform', c.platform, 'name', c.name,
               'locationId', c.location_id),
             'person', jsonb_build_object('contactId', k.id, 'identityId', i.id, 'name', ${personName},
               'username', i.username, 'profileUrl', i.profile_url, 'pictureKey', i.picture_key)) as conversation
      from inbox.messages m
     cross join lateral (select * from inbox.conversations v
       where v.workspace_id = m.workspace_id and v.id = m.conversation_id limit 1) v ${beside}
     where m.id = any(${ids}::uuid[])`,
  );
}

/** In no order. By what they were last heard of as, where we do not call them anything. */
export function contactsOf(tx: Tx, ids: readonly ContactId[]) {
  return tx.many(
    ShownContact,
    sql`
    select k.id as contact_id, ${personName} as name, i.username, i.picture_key, a.platforms,
           concat_ws(' · ', k.name, a.texts,
             (select string_agg(f.value, ' · ') from jsonb_each_text(k.fields) f)) as text
      from inbox.contacts k
      left join lateral (
        select o.* from inbox.identities o where o.contact_id = k.id order by o.updated_at desc, o.id limit 1) i on true
      left join lateral (select * from inbox.channels c where c.id = i.channel_id limit 1) c on true
      left join lateral (
        select array_agg(distinct p.platform) as platforms,
               string_agg(concat_ws(' · ', o.name, o.username,
                 case when p.platform in ('email', 'whatsapp') then o.platform_user_id end), ' · ') as texts
          from inbox.identities o
         cross join lateral (select * from inbox.channels p where p.id = o.channel_id limit 1) p
         where o.contact_id = k.id) a on true
     where k.id = any(${ids}::uuid[])`,
  );
}
