import { type Access, accessOf, type Grants, permissionsOf } from '../../../kit/access.ts';
import { type Actor, type Ctx, may, memberOf, type Policy, type Role } from '../../../kit/ctx.ts';
import type { AppError, FieldError } from '../../../kit/errors.ts';
import { invalidInput } from '../../../kit/http/failure.ts';
import { workspacesError } from '../contract.ts';
import type { LocationRole } from './contract.ts';

/** Who gives or takes, and what they may do themselves. */
export interface Giver {
  readonly policy: Policy;
  readonly actor: Actor;
}

/** What somebody is to have, where there was nothing before or something else. */
export type Given = Pick<Grants, 'role'> & Partial<Grants>;

/**
 * Nobody gives or takes what they may not do themselves, and nobody touches who may do more: in the whole workspace, or
 * at one location. Owners are for owners alone, whatever else somebody was given.
 */
export function refuseMoreThanOneHas(giver: Giver, before: Given, after: Given, locationId?: string): void {
  const touched = [
    ...(before.role === after.role ? [] : rolesOwn(giver.policy, after.role)),
    ...difference(before.extra, after.extra),
    ...difference(before.withdrawn, after.withdrawn),
  ];
  refuse(objectionOf(giver, [before.role, after.role], touched, locationId));
}

/** Whoever may do something that the giver may not is not theirs to change: here, or at one location. */
export function refuseWhoMayMore(giver: Giver, access: Access, locationId?: string): void {
  refuse(objectionOf(giver, [access.role], permissionsOf(giver.policy, access, locationId), locationId));
}

/** The same, here and at every location they have a role at. */
export function refuseWhoMayMoreAnywhere(giver: Giver, access: Access): void {
  refuseWhoMayMore(giver, access);
  for (const { locationId } of access.locations) refuseWhoMayMore(giver, access, locationId);
}

/** What an invitation gives to whoever accepts it. */
export interface Offer {
  readonly role: Role | null;
  readonly locationRoles: readonly { readonly locationId: string; readonly role: LocationRole }[];
}

/** The same rules as for giving it to a member. */
export function refuseOfferOf(giver: Giver, offer: Offer): void {
  refuse(objectionToOffer(giver, offer));
}

/** Asked once more when it is accepted: who offered it may have lost what they offered. */
export const mayStillOffer = (giver: Giver, offer: Offer): boolean =>
  may(giver.policy, giver.actor, 'workspaces.manage_members') && !objectionToOffer(giver, offer);

/** A permission that no module knows gives nothing today and might give anything tomorrow. */
export function refuseUnknown(
  policy: Policy,
  input: Readonly<Record<string, readonly string[] | undefined>>,
): void {
  const fields = Object.entries(input).flatMap(([name, permissions = []]) =>
    permissions.flatMap((permission, i): FieldError[] =>
      Object.hasOwn(policy, permission)
        ? []
        : [
            {
              path: `body.${name}.${i}`,
              code: 'permission_unknown',
              message: 'There is no such permission.',
            },
          ],
    ),
  );
  if (fields.length > 0) throw invalidInput(fields);
}

export const giverOf = ({ policy, actor }: Ctx): Giver => ({ policy, actor });

const isOwner = (actor: Actor) => actor.kind === 'system' || memberOf(actor)?.role === 'owner';

function objectionToOffer(giver: Giver, { role, locationRoles }: Offer): AppError | undefined {
  return (
    objectionOf(giver, [role], rolesOwn(giver.policy, role)) ??
    locationRoles
      .map((one) => objectionOf(giver, [], rolesOwn(giver.policy, one.role), one.locationId))
      .find((objection) => objection !== undefined)
  );
}

function objectionOf(
  { policy, actor }: Giver,
  roles: readonly Given['role'][],
  permissions: readonly string[],
  locationId?: string,
): AppError | undefined {
  if (roles.includes('owner') && !isOwner(actor)) return workspacesError('only_owners_change_owners');
  // One that its module does not know any more is nobody's, and may be cleared away by anybody.
  const beyond = permissions.filter(
    (name) => Object.hasOwn(policy, name) && !may(policy, actor, name, locationId),
  );
  if (beyond.length === 0) return undefined;
  return workspacesError('not_yours_to_give', { permissions: beyond, locationId });
}

function refuse(objection: AppError | undefined): void {
  if (objection) throw objection;
}

const rolesOwn = (policy: Policy, role: Given['role']) => permissionsOf(policy, accessOf(role));

function difference(before: readonly string[] = [], after: readonly string[] = []): string[] {
  return [
    ...before.filter((name) => !after.includes(name)),
    ...after.filter((name) => !before.includes(name)),
  ];
}
