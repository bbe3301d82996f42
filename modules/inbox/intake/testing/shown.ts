import { z } from 'zod';
import { type Sql, sql } from '../../../../kit/sql.ts';
import type { Shown } from './model.ts';

const Row = z.object({
  person: z.string(),
  mid: z.string(),
  isOwn: z.boolean(),
  at: z.date(),
  replyTo: z.string().nullable(),
  body: z.string().nullable(),
  edits: z.array(z.object({ body: z.string().nullable(), replacedAt: z.coerce.date() })),
  unsentAt: z.date().nullable(),
  emoji: z.string().nullable(),
  status: z.string(),
});

type Rows = <T>(shape: z.ZodType<T>, query: Sql) => Promise<T[]>;

/** Everything that the platform has a name for, as its conversation shows it. */
export const shownIn = (rows: Rows): Promise<Shown[]> =>
  rows(
    Row,
    sql`
    select i.platform_user_id as person, m.platform_message_id as mid, m.direction = 'outbound' as is_own,
           m.happened_at as at, q.platform_message_id as reply_to, m.body, m.unsent_at, m.status,
           (select r.emoji from inbox.message_reactions r where r.message_id = m.id and r.side = 'contact') as emoji,
           coalesce((select jsonb_agg(jsonb_build_object('body', e.body, 'replacedAt', e.replaced_at) order by e.number)
              from inbox.message_edits e where e.message_id = m.id), '[]') as edits
      from inbox.messages m
      join inbox.conversations v on v.id = m.conversation_id
      join inbox.identities i on i.id = v.identity_id
      left join inbox.messages q on q.id = m.reply_to
     where m.platform_message_id is not null
     order by m.happened_at`,
  );
