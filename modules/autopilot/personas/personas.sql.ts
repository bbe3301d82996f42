import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import type { PersonaId } from '../ids/contract.ts';
import { type GivenPersona, Persona, type personaStatuses } from './contract.ts';

const byCreated = keyset({ createdAt: 'desc', id: 'desc' }, 'p');

const shown = sql`
  p.id, p.name, p.status, p.role, p.is_default, p.location_id, p.account_id, p.voice_profile, p.instructions,
  p.autonomy_level, p.requires_approval_for, p.allowed_tools,
  p.max_autonomous_value_micro::float8 as max_autonomous_value_micro, p.pinned_facts, p.memory_categories,
  p.disclosure_text, p.discloses, p.minor_interaction_mode, p.total_interactions, p.last_used_at, p.created_at,
  p.updated_at`;

export function personasByCreated(
  tx: Tx,
  status: (typeof personaStatuses)[number] | undefined,
  page: PageQuery,
) {
  const isWanted = status === undefined ? sql`true` : sql`p.status = ${status}`;
  return byCreated.page(
    tx,
    Persona,
    page,
    (where, order) => sql`select ${shown} from autopilot.personas p where ${isWanted} and ${where} ${order}`,
  );
}

export function findPersona(tx: Tx, id: PersonaId) {
  return tx.maybeOne(Persona, sql`select ${shown} from autopilot.personas p where p.id = ${id}`);
}

export function holdPersona(tx: Tx, id: PersonaId) {
  return tx.maybeOne(
    Persona,
    sql`select ${shown} from autopilot.personas p where p.id = ${id} for no key update`,
  );
}

export interface Asked {
  readonly accountId: string | null;
  readonly locationId: string | null;
}

/** Of this account, of this location, or the default for everywhere: the first of these that is there. */
export function findFor(tx: Tx, { accountId, locationId }: Asked) {
  const first = sql`order by not p.is_default, p.role <> 'brand_ambassador', p.created_at, p.id limit 1`;
  const active = sql`select p.* from autopilot.personas p where p.status = 'active'`;
  return tx.maybeOne(
    Persona,
    sql`
    select ${shown} from (
      select a.*, 1 as nearness from (${active} and p.account_id = ${accountId} ${first}) a
      union all
      select l.*, 2 from (${active} and p.account_id is null and p.location_id = ${locationId} ${first}) l
      union all
      select d.*, 3 from (${active} and p.account_id is null and p.location_id is null and p.is_default ${first}) d) p
     order by p.nearness limit 1`,
  );
}

export function countPersonas(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select 1 from autopilot.personas order by workspace_id, id limit ${limit}) counted`,
  );
}

interface Written {
  readonly id: PersonaId;
  readonly given: GivenPersona;
  readonly now: Date;
}

export function insertPersona(
  tx: Tx,
  workspaceId: WorkspaceId,
  createdBy: MemberId | null,
  { id, given: p, now }: Written,
) {
  return tx.run(sql`
    insert into autopilot.personas (workspace_id, id, name, status, role, is_default, location_id, account_id,
      voice_profile, instructions, autonomy_level, requires_approval_for, allowed_tools, max_autonomous_value_micro,
      pinned_facts, memory_categories, disclosure_text, discloses, minor_interaction_mode, created_by, created_at,
      updated_at)
    values (${workspaceId}, ${id}, ${p.name}, ${p.status}, ${p.role}, ${p.isDefault}, ${p.locationId}, ${p.accountId},
      ${JSON.stringify(p.voiceProfile)}::jsonb, ${p.instructions}, ${p.autonomyLevel}, ${p.requiresApprovalFor},
      ${p.allowedTools}, ${p.maxAutonomousValueMicro}, ${p.pinnedFacts}, ${p.memoryCategories}, ${p.disclosureText},
      ${p.discloses}, ${p.minorInteractionMode}, ${createdBy}, ${now}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

export function changePersona(tx: Tx, { id, given: p }: Omit<Written, 'now'>) {
  return tx.run(sql`
    update autopilot.personas
       set name = ${p.name}, status = ${p.status}, role = ${p.role}, is_default = ${p.isDefault},
           location_id = ${p.locationId}, account_id = ${p.accountId},
           voice_profile = ${JSON.stringify(p.voiceProfile)}::jsonb, instructions = ${p.instructions},
           autonomy_level = ${p.autonomyLevel}, requires_approval_for = ${p.requiresApprovalFor},
           allowed_tools = ${p.allowedTools}, max_autonomous_value_micro = ${p.maxAutonomousValueMicro},
           pinned_facts = ${p.pinnedFacts}, memory_categories = ${p.memoryCategories},
           disclosure_text = ${p.disclosureText}, discloses = ${p.discloses},
           minor_interaction_mode = ${p.minorInteractionMode}
     where id = ${id}`);
}

/** SE-83: whoever was the default of a role makes room. */
export function dropDefault(tx: Tx, role: string, but: PersonaId) {
  return tx.run(sql`
    update autopilot.personas set is_default = false where role = ${role} and is_default and id <> ${but}`);
}

export function markUsed(tx: Tx, id: PersonaId, now: Date) {
  return tx.run(sql`
    update autopilot.personas
       set total_interactions = total_interactions + 1, usage_count = usage_count + 1, last_used_at = ${now}
     where id = ${id}`);
}

export function dropPersona(tx: Tx, id: PersonaId) {
  return tx.run(sql`delete from autopilot.personas where id = ${id}`);
}
