import { accessOf, locationsWith } from '../../../kit/access.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { authorize } from '../policy.ts';
import type { inboxPolicy } from './contract.ts';

/** At which locations somebody may do something. What is at no location is for those who may everywhere. */
export interface Places {
  readonly everywhere: boolean;
  readonly except: readonly string[];
  readonly only: readonly string[];
}

const all: Places = { everywhere: true, except: [], only: [] };

export function placesWith(ctx: Pick<Ctx, 'actor'>, permission: keyof typeof inboxPolicy): Places {
  const member = memberOf(ctx.actor);
  return member ? locationsWith(authorize.policy, member.access ?? accessOf(member.role), permission) : all;
}

/** Refuses whoever may nowhere; answers where they may, to narrow what is read by. */
export function authorizeSomewhere(ctx: Pick<Ctx, 'actor'>, permission: keyof typeof inboxPolicy): Places {
  const places = placesWith(ctx, permission);
  // A key has a permission or has it not, wherever its maker may.
  if (ctx.actor.kind !== 'member' || places.only.length === 0) authorize(ctx, permission);
  return places;
}

/** For a statement whose channels are called `alias`. */
export function isAt({ everywhere, except, only }: Places, alias: string): Sql {
  const location = sql.id(alias, 'location_id');
  if (!everywhere) return sql`${location} = any(${only}::uuid[])`;
  if (except.length === 0) return sql`true`;
  return sql`(${location} is null or ${location} <> all(${except}::uuid[]))`;
}

export const isWithin = ({ everywhere, except, only }: Places, locationId: string | null): boolean =>
  everywhere
    ? locationId === null || !except.includes(locationId)
    : locationId !== null && only.includes(locationId);
