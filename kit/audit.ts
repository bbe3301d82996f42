import type { AuditCategory } from './audit-words.ts';
import type { Actor, Client } from './ctx.ts';
import type { Tx } from './db/database.ts';
import { type UserId, uuidv7 } from './ids.ts';
import { loggable } from './log-redact.ts';
import { sql } from './sql.ts';

/** One change of state, as the trail keeps it. */
export interface Change {
  readonly category: AuditCategory;
  /** `workspaces.member_removed` */
  readonly action: string;
  readonly subject: { readonly type: string; readonly id?: string | undefined };
  /** What was and what is, by field. Values under names of secrets are hidden; long ones are cut. */
  readonly changes?: Readonly<Record<string, { readonly from?: unknown; readonly to?: unknown }>>;
  /** Whose trail it belongs to, outside of any workspace. Default: whoever did it. */
  readonly about?: UserId | undefined;
  /** A code when it was tried and refused. */
  readonly errorCode?: string | undefined;
}

interface Circumstances {
  readonly actor: Actor;
  readonly now: Date;
  readonly requestId: string;
  readonly client: Client | undefined;
}

const agentLengthMax = 500;

/** An entry in the transaction of the change itself: both are there, or neither. */
export async function recordChange(tx: Tx, ctx: Circumstances, change: Change): Promise<void> {
  const { actor, client } = ctx;
  const actorUserId = 'userId' in actor ? actor.userId : undefined;
  const entry = {
    id: uuidv7(ctx.now.getTime()),
    userId: change.about ?? actorUserId,
    actorKind: actor.kind,
    actorUserId: actorUserId ?? (actor.kind === 'key' ? actor.maker.userId : undefined),
    actorKeyId: actor.kind === 'key' ? actor.keyId : undefined,
    category: change.category,
    action: change.action,
    subjectType: change.subject.type,
    subjectId: change.subject.id,
    changes: loggable(change.changes ?? {}),
    succeeded: change.errorCode === undefined,
    errorCode: change.errorCode,
    address: client?.address,
    agent: client?.agent.slice(0, agentLengthMax),
    requestId: ctx.requestId,
  };
  await tx.run(sql`select app.record(${JSON.stringify(entry)}::jsonb, ${ctx.now})`);
}

/** Only the fields that are different: `changed(before, after, ['name', 'timezone'])`. */
export function changed<T extends object>(before: T, after: T, fields: readonly (keyof T & string)[]) {
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  for (const field of fields) {
    const [from, to] = [before[field], after[field]];
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[field] = { from, to };
  }
  return changes;
}
