import { type Sql, sql } from '../../../kit/sql.ts';

/** At which locations somebody may do something. */
export interface Places {
  readonly everywhere: boolean;
  readonly except: readonly string[];
  readonly only: readonly string[];
}

/** Everybody's, and what belongs to places whoever asks may look into. `alias` is what has a `location_id`. */
export function isSeenAt({ everywhere, except, only }: Places, alias: string): Sql {
  const location = sql.id(alias, 'location_id');
  if (!everywhere) return sql`(${location} is null or ${location} = any(${only}::uuid[]))`;
  if (except.length === 0) return sql`true`;
  return sql`(${location} is null or ${location} <> all(${except}::uuid[]))`;
}
