import { type Sql, sql } from '../../../kit/sql.ts';

/** What `threadsWith` of the inbox answers. */
export interface Threads {
  readonly conversations: Sql;
  readonly comments: Sql;
}

/** Rows of ours, called `alias`, that are about one of these: of what is in a place out of reach there is none. */
export const aboutThreads = ({ conversations, comments }: Threads, alias: string): Sql => sql`
  left join (${conversations}) v on v.workspace_id = ${sql.id(alias, 'workspace_id')}
    and v.id = ${sql.id(alias, 'conversation_id')}
  left join (${comments}) k on k.workspace_id = ${sql.id(alias, 'workspace_id')}
    and k.id = ${sql.id(alias, 'comment_id')}`;
export const isReached: Sql = sql`coalesce(v.id, k.id) is not null`;

const of = (name: string) => sql`coalesce(${sql.id('v', name)}, ${sql.id('k', name)})`;
export const threadShown: Sql = sql`
  jsonb_build_object('channelId', ${of('channel_id')}, 'platform', ${of('platform')},
    'channelName', ${of('channel_name')}, 'locationId', ${of('location_id')}, 'contactId', ${of('contact_id')},
    'personName', ${of('person_name')})`;

/** Whoever did it, of the rows of `alias`. */
export const colleague = (alias: string): Sql => {
  const [id, name] = [sql.id(alias, 'id'), sql.id(alias, 'name')];
  return sql`case when ${id} is not null then jsonb_build_object('memberId', ${id}, 'name', ${name}) end`;
};
