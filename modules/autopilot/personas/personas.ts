import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { connectionsError } from '../../connections/contract.ts';
import { accountStateOf } from '../../connections/index.ts';
import { requireLocation } from '../../workspaces/index.ts';
import { autopilotError } from '../contract.ts';
import type { PersonaId } from '../ids/contract.ts';
import { authorize } from '../policy.ts';
import {
  builtInPersona,
  type GivenPersona,
  isPersonaSmall,
  type Persona,
  personaChanged,
  type personaStatuses,
  personasMax,
} from './contract.ts';
import * as db from './personas.sql.ts';

type Named = { readonly personaId: PersonaId };

export async function listPersonas(
  ctx: Ctx,
  { status, ...page }: PageQuery & { readonly status?: (typeof personaStatuses)[number] | undefined },
): Promise<Page<Persona>> {
  authorize(ctx, 'autopilot.read');
  return db.personasByCreated(ctx.tx, status, page);
}

export async function getPersona(ctx: Ctx, { personaId }: Named): Promise<Persona> {
  authorize(ctx, 'autopilot.read');
  return found(await db.findPersona(ctx.tx, personaId), personaId);
}

/** The caller made the id: the same request twice is one persona, and changes nothing the second time. */
export async function putPersona(ctx: Ctx, { personaId, ...given }: Named & GivenPersona): Promise<Persona> {
  authorize(ctx, 'autopilot.manage');
  if (!isPersonaSmall(given)) throw autopilotError('persona_too_large');
  const before = await db.holdPersona(ctx.tx, personaId);
  await requirePlace(ctx, given, before);
  if (given.isDefault) await db.dropDefault(ctx.tx, given.role, personaId);
  await (before ? change(ctx, before, given) : add(ctx, personaId, given));
  return (await db.findPersona(ctx.tx, personaId))!;
}

export async function deletePersona(ctx: Ctx, { personaId }: Named): Promise<void> {
  authorize(ctx, 'autopilot.manage');
  const { name } = found(await db.holdPersona(ctx.tx, personaId), personaId);
  await db.dropPersona(ctx.tx, personaId);
  await announce(ctx, personaId, 'persona_removed', { name: { from: name } });
}

/** Who answers; `id` is null for the one that is built in. */
export interface Answering extends GivenPersona {
  readonly id: PersonaId | null;
}

/** The account's, else the location's, else the default, else one that is built in. */
export async function personaFor(tx: Tx, place: db.Asked): Promise<Answering> {
  return (await db.findFor(tx, place)) ?? { id: null, ...builtInPersona };
}

async function add(ctx: Ctx, id: PersonaId, given: GivenPersona): Promise<void> {
  const { count } = await db.countPersonas(ctx.tx, personasMax);
  if (count >= personasMax) throw autopilotError('too_many_personas');
  const createdBy = memberOf(ctx.actor)?.memberId ?? null;
  await db.insertPersona(ctx.tx, ctx.workspaceId, createdBy, { id, given, now: ctx.now });
  await announce(ctx, id, 'persona_added', { name: { to: given.name } });
}

async function change(ctx: Ctx, before: Persona, given: GivenPersona): Promise<void> {
  const fields = Object.keys(builtInPersona) as (keyof GivenPersona)[];
  const changes = changed(before, { ...before, ...given }, fields);
  if (Object.keys(changes).length === 0) return;
  await db.changePersona(ctx.tx, { id: before.id, given });
  await announce(ctx, before.id, 'persona_changed', changes);
}

/** A place that is none is bad input. Where it stays, nobody asks again. */
async function requirePlace(ctx: Ctx, given: GivenPersona, before: Persona | undefined): Promise<void> {
  const { locationId, accountId } = given;
  if (locationId !== null && locationId !== before?.locationId) await requireLocation(ctx, locationId);
  if (accountId === null || accountId === before?.accountId) return;
  if (!(await accountStateOf(ctx, accountId))) throw connectionsError('account_not_found', { accountId });
}

function found(row: Persona | undefined, personaId: PersonaId): Persona {
  if (!row) throw autopilotError('persona_not_found', { personaId });
  return row;
}

async function announce(
  ctx: Ctx,
  personaId: PersonaId,
  what: string,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): Promise<void> {
  const subject = { type: 'persona', id: personaId };
  await ctx.record({ category: 'settings', action: `autopilot.${what}`, subject, changes });
  await ctx.publish(personaChanged, { personaId });
}
