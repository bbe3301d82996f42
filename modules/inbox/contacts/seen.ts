import type { Ctx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import { inboxError } from '../contract.ts';
import type { ContactId } from '../conversations/contract.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { authorizeSomewhere, isAt, isWithin, type Places, placesWith } from '../rights/places.ts';
import { findStanding } from './contacts.sql.ts';

type Permission = keyof typeof inboxPolicy;

const isEverything = ({ everywhere, except }: Places) => everywhere && except.length === 0;

/** For statements whose channels are called `c`: which of them whoever asks may look into. Undefined: all. */
export const channelsSeen = (ctx: Pick<Ctx, 'actor'>) => hereOf(placesWith(ctx, 'inbox.read'));

const hereOf = (places: Places) => (isEverything(places) ? undefined : isAt(places, 'c'));

/** Somebody is seen at every place where they write to us; whoever writes nowhere, by those who see everything. */
const isKnownIn = (places: Places, locationIds: readonly (string | null)[]) =>
  isEverything(places) || locationIds.some((locationId) => isWithin(places, locationId));

export interface Wanted {
  /** What is done reaches all of them, so it takes the permission at every place where they write. */
  readonly isWhole?: boolean;
  /** Also of one that was erased, or is part of another by now. */
  readonly isOver?: boolean;
}

/** Refuses as if there were none whoever cannot see them; whoever sees them and may not is told so. */
export async function requireContact(
  ctx: Ctx,
  permission: Permission,
  contactId: ContactId,
  { isWhole = false, isOver = permission === 'inbox.read' }: Wanted = {},
): Promise<void> {
  const places = authorizeSomewhere(ctx, permission);
  const found = await findStanding(ctx.tx, contactId);
  if (!found || !isKnownIn(placesWith(ctx, 'inbox.read'), found.locationIds))
    throw inboxError('contact_not_found', { contactId });
  if (!isKnownIn(places, found.locationIds)) throw kitError('not_permitted', { permission, contactId });
  if (isWhole && !found.locationIds.every((locationId) => isWithin(places, locationId)))
    throw inboxError('contact_is_elsewhere_too', { contactId });
  if (isOver) return;
  if (found.erasedAt) throw inboxError('contact_is_erased', { contactId });
  if (found.mergedInto) throw inboxError('contact_is_merged', { contactId, into: found.mergedInto });
}

/** The same without a refusal, for what a screen offers. */
export const mayDo = (
  ctx: Pick<Ctx, 'actor'>,
  permission: Permission,
  locationIds: readonly (string | null)[],
  { isWhole = false }: Wanted = {},
): boolean => {
  const places = placesWith(ctx, permission);
  if (!isKnownIn(places, locationIds)) return false;
  return !isWhole || locationIds.every((locationId) => isWithin(places, locationId));
};
