import { type Sql, sql } from '../../../kit/sql.ts';
import { isSeenAt, type Places } from '../rights/places.sql.ts';

/** Whose texts are looked through. */
export interface Reach {
  readonly places: Places;
  /** Its own and everybody's; null: everybody's alone; undefined: wherever whoever asks may look. */
  readonly location: string | null | undefined;
}

/** `alias` is what has a `location_id`. */
export function isVisible({ places, location }: Reach, alias: string): Sql {
  const at = sql.id(alias, 'location_id');
  if (location === undefined) return isSeenAt(places, alias);
  if (location === null) return sql`${at} is null`;
  return sql`((${at} is null or ${at} = ${location}) and ${isSeenAt(places, alias)})`;
}
