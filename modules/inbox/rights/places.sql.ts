import { type Sql, sql } from '../../../kit/sql.ts';

/** At which locations somebody may do something. What is at no location is for those who may everywhere. */
export interface Places {
  readonly everywhere: boolean;
  readonly except: readonly string[];
  readonly only: readonly string[];
}

/** For a statement whose channels are called `alias`. */
export function isAt({ everywhere, except, only }: Places, alias: string): Sql {
  const location = sql.id(alias, 'location_id');
  if (!everywhere) return sql`${location} = any(${only}::uuid[])`;
  if (except.length === 0) return sql`true`;
  return sql`(${location} is null or ${location} <> all(${except}::uuid[]))`;
}
