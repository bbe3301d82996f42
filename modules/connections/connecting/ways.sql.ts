import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId, AccountSummary } from '../accounts/contract.ts';
import { Login, offerBlocks, PlatformName } from '../platforms/contract.ts';
import { type WayFailure, WayId, wayFailures, wayStatuses } from './contract.ts';

const bytes = z.instanceof(Uint8Array);

/** An account that may be chosen, as people are shown it. Its tokens are sealed elsewhere. */
export const KeptOffer = z.object({
  platform: PlatformName,
  platformAccountId: z.string(),
  username: z.string().nullable(),
  displayName: z.string(),
  pictureUrl: z.string().nullable(),
  lackingScopes: z.array(z.string()),
  /** Absent in what was kept before there was such a thing. */
  blockedBy: z.enum(offerBlocks).nullable().default(null),
  /** What it became. */
  connectedId: AccountId.nullable(),
});
export type KeptOffer = z.infer<typeof KeptOffer>;

const WayRow = z.object({
  id: WayId,
  platform: PlatformName,
  login: Login,
  memberId: MemberId,
  accountId: AccountId.nullable(),
  locationId: AccountSummary.shape.locationId,
  status: z.enum(wayStatuses),
  failure: z.enum(wayFailures).nullable(),
  offers: z.array(KeptOffer),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type WayRow = z.infer<typeof WayRow>;

const columns = sql`
  id, platform, login, member_id, account_id, location_id, status, failure_code as failure, offers, created_at,
  expires_at`;

export function findWay(tx: Tx, id: WayId) {
  return tx.maybeOne(WayRow, sql`select ${columns} from connections.oauth_states where id = ${id}`);
}

const HeldWay = WayRow.extend({
  stateHash: bytes,
  contextSealed: bytes.nullable(),
  answerSealed: bytes.nullable(),
  offersSealed: bytes.nullable(),
  usedAt: z.date().nullable(),
});
export type HeldWay = z.infer<typeof HeldWay>;

/** Until the transaction ends, nobody else goes on with it. */
export function holdWay(tx: Tx, id: WayId) {
  return tx.maybeOne(
    HeldWay,
    sql`
    select ${columns}, state_hash, context_sealed, answer_sealed, offers_sealed, used_at
      from connections.oauth_states where id = ${id}
       for no key update`,
  );
}

export interface NewWay {
  readonly workspaceId: WorkspaceId;
  readonly id: WayId;
  readonly platform: PlatformName;
  readonly login: Login;
  readonly memberId: MemberId;
  readonly accountId: AccountId | null;
  readonly locationId: WayRow['locationId'];
  readonly stateHash: Buffer;
  readonly contextSealed: Buffer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Answers 0 when the id is taken. */
export function insertWay(tx: Tx, w: NewWay) {
  return tx.run(sql`
    insert into connections.oauth_states (workspace_id, id, platform, login, member_id, account_id, location_id,
                                          state_hash, context_sealed, created_at, expires_at)
    values (${w.workspaceId}, ${w.id}, ${w.platform}, ${w.login}, ${w.memberId}, ${w.accountId}, ${w.locationId},
            ${w.stateHash}, ${w.contextSealed}, ${w.createdAt}, ${w.expiresAt})
    on conflict (workspace_id, id) do nothing`);
}

/** Its state is used up, and what came back is kept until it is exchanged. */
export function markAnswered(tx: Tx, id: WayId, answerSealed: Buffer, at: Date) {
  return tx.run(sql`
    update connections.oauth_states set status = 'answered', answer_sealed = ${answerSealed}, used_at = ${at}
     where id = ${id}`);
}

/** From here on nobody exchanges it again, whatever becomes of whoever took it. */
export function takeAnswer(tx: Tx, id: WayId) {
  return tx.run(sql`update connections.oauth_states set answer_sealed = null where id = ${id}`);
}

export function markChoosing(tx: Tx, id: WayId, offers: readonly KeptOffer[], offersSealed: Buffer) {
  return tx.run(sql`
    update connections.oauth_states
       set status = 'choosing', offers = ${JSON.stringify(offers)}::jsonb, offers_sealed = ${offersSealed},
           context_sealed = null
     where id = ${id}`);
}

export function markConnected(tx: Tx, id: WayId, offers: readonly KeptOffer[], at: Date) {
  return tx.run(sql`
    update connections.oauth_states
       set status = 'connected', offers = ${JSON.stringify(offers)}::jsonb, settled_at = ${at},
           context_sealed = null, answer_sealed = null, offers_sealed = null
     where id = ${id}`);
}

export function markWayFailed(tx: Tx, id: WayId, failure: WayFailure, at: Date) {
  return tx.run(sql`
    update connections.oauth_states
       set status = 'failed', failure_code = ${failure}, used_at = coalesce(used_at, ${at}), settled_at = ${at},
           context_sealed = null, answer_sealed = null, offers_sealed = null
     where id = ${id}`);
}

/** Whose time is over: what was sealed in them is wiped, wherever they stood. */
export function endWays(tx: Tx, now: Date, limit: number) {
  return tx.many(
    z.object({ id: WayId }),
    sql`
    update connections.oauth_states s
       set status = 'failed', failure_code = 'expired', settled_at = ${now},
           context_sealed = null, answer_sealed = null, offers_sealed = null
      from (select id from connections.oauth_states
             where settled_at is null and expires_at <= ${now}
             order by expires_at
             limit ${limit}
               for update skip locked) over
     where s.id = over.id
    returning s.id`,
  );
}

export function purgeWays(tx: Tx, createdBefore: Date, limit: number) {
  return tx.run(sql`
    delete from connections.oauth_states s
     using (select id from connections.oauth_states where created_at < ${createdBefore}
             order by created_at limit ${limit}) old
     where s.id = old.id`);
}

const Elsewhere = z.object({ platform: z.string(), platformAccountId: z.string() });

/** In the scope of the installation: which of these are open in another workspace. No more is said of it. */
export function openElsewhere(
  tx: Tx,
  workspaceId: WorkspaceId,
  these: readonly { readonly platform: string; readonly platformAccountId: string }[],
) {
  return tx.many(
    Elsewhere,
    sql`
    select r.platform, r.platform_account_id
      from unnest(${these.map(({ platform }) => platform)}::text[],
                  ${these.map(({ platformAccountId }) => platformAccountId)}::text[]) t (platform, platform_account_id)
      join connections.account_routes r using (platform, platform_account_id)
     where r.workspace_id <> ${workspaceId}`,
  );
}
