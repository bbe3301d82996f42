import { accessOf, locationsWith } from '../../../kit/access.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import { authorize } from '../policy.ts';
import type { knowledgePolicy } from './contract.ts';
import type { Places } from './places.sql.ts';

export { isSeenAt, type Places } from './places.sql.ts';

type Actor = Pick<Ctx, 'actor'>;
type Permission = keyof typeof knowledgePolicy;

const all: Places = { everywhere: true, except: [], only: [] };

function placesWith(ctx: Actor, permission: Permission): Places {
  const member = memberOf(ctx.actor);
  return member ? locationsWith(authorize.policy, member.access ?? accessOf(member.role), permission) : all;
}

/** Refuses whoever may nowhere; answers where they may, to narrow what is read by. */
export function authorizeSomewhere(ctx: Actor, permission: Permission): Places {
  const places = placesWith(ctx, permission);
  // A key has a permission or has it not, wherever its maker may.
  if (ctx.actor.kind !== 'member' || places.only.length === 0) authorize(ctx, permission);
  return places;
}

const isWithin = ({ everywhere, except, only }: Places, locationId: string | null): boolean =>
  everywhere
    ? locationId === null || !except.includes(locationId)
    : locationId !== null && only.includes(locationId);

/** Everybody's is read by everybody. */
export const isReadBy = (ctx: Actor, locationId: string | null): boolean =>
  locationId === null || isWithin(placesWith(ctx, 'knowledge.read'), locationId);

/** Everybody's is changed by those who manage everything. */
export const isManagedBy = (ctx: Actor, locationId: string | null): boolean =>
  isWithin(placesWith(ctx, 'knowledge.manage'), locationId);

export function requireManagedAt(ctx: Actor, locationId: string | null): void {
  if (!isManagedBy(ctx, locationId))
    throw kitError('not_permitted', { permission: 'knowledge.manage', locationId });
}
