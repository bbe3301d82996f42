import { accessOf, locationsWith } from '../../../kit/access.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { authorize } from '../policy.ts';
import type { autopilotPolicy } from './contract.ts';

type Actor = Pick<Ctx, 'actor'>;
type Permission = keyof typeof autopilotPolicy;

/** At which locations somebody may do something. */
export interface Places {
  readonly everywhere: boolean;
  readonly except: readonly string[];
  readonly only: readonly string[];
}
const all: Places = { everywhere: true, except: [], only: [] };

export function placesWith(ctx: Actor, permission: Permission): Places {
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

export const isWithin = ({ everywhere, except, only }: Places, locationId: string | null): boolean =>
  everywhere
    ? locationId === null || !except.includes(locationId)
    : locationId !== null && only.includes(locationId);

/**
 * For what is asked of modules below on the way: where the member behind an actor may look. That a program may do what
 * it asks for at all was said by its own permission.
 */
export const inReachOf = (ctx: Ctx): Ctx => ({ ...ctx, actor: memberOf(ctx.actor) ?? ctx.actor });
