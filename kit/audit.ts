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
/** A check of the table takes 32 kB: so many fields of so many characters stay below it in any script. */
const changesBytesMax = 16_000;
const valueLengthMax = 400;
const fieldsMax = 8;

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
    changes: shortened(loggable(change.changes ?? {}) as Record<string, unknown>),
    succeeded: change.errorCode === undefined,
    errorCode: change.errorCode,
    address: client?.address,
    agent: client?.agent.slice(0, agentLengthMax),
    requestId: ctx.requestId,
  };
  await tx.run(sql`select app.record(${JSON.stringify(entry)}::jsonb, ${ctx.now})`);
}

const attempts = new WeakMap<Error, Change>();

/**
 * A refusal takes back whatever was written, an entry about it too. What this says of it is written afterwards, in a
 * transaction of its own, so that somebody who tries doors is seen. It is the refusal it was given, to be thrown.
 */
export function refusedOnRecord<E extends Error>(refusal: E, change: Change): E {
  attempts.set(refusal, change);
  return refusal;
}

export const attemptOf = (refusal: unknown): Change | undefined =>
  refusal instanceof Error ? attempts.get(refusal) : undefined;

/** Only the fields that are different: `changed(before, after, ['name', 'timezone'])`. */
export function changed<T extends object>(before: T, after: T, fields: readonly (keyof T & string)[]) {
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  for (const field of fields) {
    const [from, to] = [before[field], after[field]];
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[field] = { from, to };
  }
  return changes;
}

/** A change that is too long to be told is told in part: what was changed must not fail for it. */
function shortened(changes: Record<string, unknown>): Record<string, unknown> {
  const fields = Object.entries(changes);
  if (Buffer.byteLength(JSON.stringify(changes)) <= changesBytesMax) return changes;
  const shown = fields.slice(0, fieldsMax).map(([name, change]) => {
    const { from, to } = change as { from?: unknown; to?: unknown };
    return [name, { from: cut(from), to: cut(to) }];
  });
  const rest = fields.slice(fieldsMax).map(([name]) => [name, {}]);
  return Object.fromEntries([...shown, ...rest.slice(0, fieldsMax)]);
}

function cut(value: unknown): unknown {
  const text = JSON.stringify(value) ?? '';
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : value;
}
