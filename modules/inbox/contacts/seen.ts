import type { Ctx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import { inboxError } from '../contract.ts';
import type { ContactId } from '../conversations/contract.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { authorizeSomewhere, isAt, isWithin, type Places, placesWith } from '../rights/places.ts';
import { type ContactPlace, findStanding, type Seen } from './contacts.sql.ts';

type Permission = keyof typeof inboxPolicy;
type Actor = Pick<Ctx, 'actor'>;

const isEverywhere = ({ everywhere, except }: Places) => everywhere && except.length === 0;

/** For statements whose channels are called `c`: which of them whoever asks may look into. Undefined: all. */
export function channelsSeen(ctx: Actor): Seen | undefined {
  const places = placesWith(ctx, 'inbox.read');
  if (isEverywhere(places) && places.mailboxesOf === undefined) return undefined;
  return { here: isAt(places, 'c'), nowhere: isEverywhere(places) };
}

/** SE-129: a mailbox that is for its members alone is theirs, wherever else somebody may look. */
const isOpenTo =
  (places: Places) =>
  ({ memberOnly, isOwn, locationId }: ContactPlace): boolean =>
    memberOnly && places.mailboxesOf !== undefined ? isOwn : isWithin(places, locationId);

/** Somebody is seen at every place where they write or comment; whoever does nowhere, by those who look everywhere. */
const isKnownIn = (places: Places, known: readonly ContactPlace[]) =>
  known.length === 0 ? isEverywhere(places) : known.some(isOpenTo(places));

/** To forget somebody, nothing of theirs is read: so it takes no place in a colleague's mailbox. */
const isWholeIn = (places: Places, permission: Permission, known: readonly ContactPlace[]) =>
  known.every(
    (place) =>
      isOpenTo(places)(place) || (permission === 'inbox.erase' && place.memberOnly && isEverywhere(places)),
  );

export const placesKnown = (ctx: Ctx, contactId: ContactId) =>
  findStanding(ctx.tx, contactId, placesWith(ctx, 'inbox.read').mailboxesOf ?? null);

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
  const found = await placesKnown(ctx, contactId);
  if (!found || !isKnownIn(placesWith(ctx, 'inbox.read'), found.places))
    throw inboxError('contact_not_found', { contactId });
  if (!isKnownIn(places, found.places)) throw kitError('not_permitted', { permission, contactId });
  if (isWhole && !isWholeIn(places, permission, found.places))
    throw inboxError('contact_is_elsewhere_too', { contactId });
  if (isOver) return;
  if (found.erasedAt) throw inboxError('contact_is_erased', { contactId });
  if (found.mergedInto) throw inboxError('contact_is_merged', { contactId, into: found.mergedInto });
}

/** The same without a refusal, for what a screen offers. */
export function mayDo(
  ctx: Actor,
  permission: Permission,
  known: readonly ContactPlace[],
  { isWhole = false }: Wanted = {},
): boolean {
  const places = placesWith(ctx, permission);
  return isKnownIn(places, known) && (!isWhole || isWholeIn(places, permission, known));
}
