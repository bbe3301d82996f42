import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Actor, memberOf } from '../ctx.ts';
import type { Tx } from '../db/database.ts';
import { kitError } from '../errors.ts';
import type { UserId, WorkspaceId } from '../ids.ts';
import { type Sql, sql } from '../sql.ts';
import { invalidInput } from './failure.ts';

export const idempotencyHeader = 'idempotency-key';
export const idempotencyKeptDays = 30;

const keyPattern = /^[!-~]{1,255}$/;

/** What a write answered, as it goes over the wire. */
export interface Answer {
  readonly status: number;
  /** Undefined when there is no body. */
  readonly text: string | undefined;
  /** What a repeated request is answered, where that is not the same. */
  readonly kept?: string | undefined;
  readonly replayed: boolean;
}

/** A key together with whose it is and which request it stands for. */
export interface Claim {
  readonly owner:
    | { readonly workspaceId: WorkspaceId; readonly memberId: string }
    | { readonly userId: UserId };
  readonly key: string;
  readonly requestHash: Buffer;
  readonly at: Date;
}

export function idempotencyKeyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && keyPattern.test(header)) return header;
  const message = 'Send between 1 and 255 visible ASCII characters.';
  throw invalidInput([{ path: `headers.${idempotencyHeader}`, code: 'invalid_format', message }]);
}

/** Whose a key is. Nobody in particular has none: there is no telling their requests apart. */
export function keyOwnerOf(actor: Actor, workspaceId: WorkspaceId | undefined): Claim['owner'] | undefined {
  const member = memberOf(actor);
  if (member && workspaceId) return { workspaceId, memberId: member.memberId };
  if (actor.kind === 'person' || actor.kind === 'administrator') return { userId: actor.userId };
  return undefined;
}

/**
 * The order of a body's fields is not part of what it says; everything else is. So is the API key it came with: the
 * key names of its maker are its own as well, but not the answers to requests that it may not make.
 */
export function requestHashOf(method: string, url: string, body: unknown, actor?: Actor): Buffer {
  const sender = actor?.kind === 'key' ? `\n${actor.keyId}` : '';
  return createHash('sha256')
    .update(`${method} ${url}\n${JSON.stringify(sorted(body)) ?? ''}${sender}`)
    .digest();
}

/**
 * To be the first statement of the write's transaction. Answers what this request was answered before, or
 * undefined when it is ours to do. While another transaction is doing it, this waits until that one is
 * decided.
 */
export async function claimKey(tx: Tx, claim: Claim): Promise<Answer | undefined> {
  if ((await tx.run(insertKey(claim))) === 1) return undefined;
  const stored = await tx.maybeOne(StoredReply, findReply(claim));
  // Swept in the very moment between the two statements: ask again as if for the first time.
  if (!stored) throw kitError('conflict', { key: claim.key });
  if (!stored.isSame) throw kitError('idempotency_key_reused', { key: claim.key });
  return { status: stored.status, text: stored.reply ?? undefined, replayed: true };
}

/** To be sent with the commit. */
export const keepAnswer = ({ owner, key }: Claim, { status, text, kept = text }: Answer): Sql =>
  'userId' in owner
    ? sql`
      update app.person_idempotency_keys set status = ${status}, reply = ${kept ?? null}
       where user_id = ${owner.userId} and key = ${key}`
    : sql`
      update app.idempotency_keys set status = ${status}, reply = ${kept ?? null}
       where workspace_id = ${owner.workspaceId} and member_id = ${owner.memberId} and key = ${key}`;

/** For a sweep in one workspace. Answers how many it removed; fewer than `limit` means that none is left. */
export const purgeIdempotencyKeys = (tx: Tx, before: Date, limit: number): Promise<number> =>
  tx.run(sql`
    delete from app.idempotency_keys
     where (workspace_id, member_id, key) in (
       select workspace_id, member_id, key from app.idempotency_keys
        where created_at < ${before} order by created_at limit ${limit} for update skip locked)`);

/** The same for what people did outside any workspace: to be run for the installation. */
export const purgePersonIdempotencyKeys = (tx: Tx, before: Date, limit: number): Promise<number> =>
  tx.run(sql`
    delete from app.person_idempotency_keys
     where (user_id, key) in (
       select user_id, key from app.person_idempotency_keys
        where created_at < ${before} order by created_at limit ${limit})`);

const StoredReply = z.object({ isSame: z.boolean(), status: z.number(), reply: z.string().nullable() });

const insertKey = ({ owner, key, requestHash, at }: Claim): Sql =>
  'userId' in owner
    ? sql`
      insert into app.person_idempotency_keys (user_id, key, request_hash, created_at)
      values (${owner.userId}, ${key}, ${requestHash}, ${at})
      on conflict (user_id, key) do nothing`
    : sql`
      insert into app.idempotency_keys (workspace_id, member_id, key, request_hash, created_at)
      values (${owner.workspaceId}, ${owner.memberId}, ${key}, ${requestHash}, ${at})
      on conflict (workspace_id, member_id, key) do nothing`;

const findReply = ({ owner, key, requestHash }: Claim): Sql =>
  'userId' in owner
    ? sql`
      select request_hash = ${requestHash} as is_same, status, reply
        from app.person_idempotency_keys
       where user_id = ${owner.userId} and key = ${key}`
    : sql`
      select request_hash = ${requestHash} as is_same, status, reply
        from app.idempotency_keys
       where workspace_id = ${owner.workspaceId} and member_id = ${owner.memberId} and key = ${key}`;

/** An object becomes a list of its fields, inside an object, so that it stays different from every list. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { fields: fields.map(([name, inner]) => [name, sorted(inner)]) };
}
