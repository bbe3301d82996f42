import { accessOf, locationsWith } from '../../../kit/access.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { authorize } from '../policy.ts';
import type { inboxPolicy } from './contract.ts';
import type { Places } from './places.sql.ts';

export { isAt, type Places } from './places.sql.ts';

const all: Places = { everywhere: true, except: [], only: [] };

export function placesWith(ctx: Pick<Ctx, 'actor'>, permission: keyof typeof inboxPolicy): Places {
  const member = memberOf(ctx.actor);
  const places = member
    ? locationsWith(authorize.policy, member.access ?? accessOf(member.role), permission)
    : all;
  return ctx.actor.kind === 'system' ? places : { ...places, mailboxesOf: member?.memberId ?? null };
}

/** Refuses whoever may nowhere; answers where they may, to narrow what is read by. */
export function authorizeSomewhere(ctx: Pick<Ctx, 'actor'>, permission: keyof typeof inboxPolicy): Places {
  const places = placesWith(ctx, permission);
  // A key has a permission or has it not, wherever its maker may.
  if (ctx.actor.kind !== 'member' || places.only.length === 0) authorize(ctx, permission);
  return places;
}

export const isWithin = ({ everywhere, except, only }: Places, locationId: string | null): boolean =>
  everywhere
    ? locationId === null || !except.includes(locationId)
    : locationId !== null && only.includes(locationId);
