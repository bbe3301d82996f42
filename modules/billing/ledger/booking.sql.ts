import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import {
  type LedgerAccount,
  type LedgerBalances,
  LedgerTransactionId,
  type TransactionKind,
} from './contract.ts';

const Figure = z.coerce.number().int();

const Wallet = z.object({
  lastNo: Figure,
  isUnlimited: z.boolean(),
  weekEndsAt: z.date().nullable(),
  monthEndsAt: z.date().nullable(),
  monthGivenMicro: Figure,
  lowAtMicro: Figure.nullable(),
  isLowTold: z.boolean(),
  reloadBelowMicro: Figure.nullable(),
  isReloadDue: z.boolean(),
});
export type Wallet = z.infer<typeof Wallet>;

export function addWallet(tx: Tx, workspaceId: WorkspaceId, now: Date) {
  return tx.run(sql`
    insert into billing.wallets (workspace_id, created_at, updated_at) values (${workspaceId}, ${now}, ${now})
    on conflict do nothing`);
}

/**
 * Whoever moves money holds this until it is committed. What there is has to be read after it, in a statement of its
 * own.
 */
export function holdWallet(tx: Tx) {
  return tx.maybeOne(Wallet, sql`select ${walletColumns} from billing.wallets w for no key update`);
}

const walletColumns = sql`w.last_no, w.unlimited_at is not null as is_unlimited, w.week_ends_at, w.month_ends_at,
  w.month_given_micro, w.low_at_micro, w.low_told_at is not null as is_low_told, w.reload_below_micro,
  w.reload_due_at is not null as is_reload_due`;

const Known = z.object({ key: z.string(), id: LedgerTransactionId, fingerprint: z.string() });
export type Known = z.infer<typeof Known>;
const State = z.object({
  throughNo: Figure.nullable(),
  week: Figure.nullable(),
  month: Figure.nullable(),
  bonus: Figure.nullable(),
  payg: Figure.nullable(),
  heldWeek: Figure.nullable(),
  heldMonth: Figure.nullable(),
  heldBonus: Figure.nullable(),
  heldPayg: Figure.nullable(),
  owed: Figure.nullable(),
  known: z.array(Known),
});
export type State = z.infer<typeof State>;
const Held = z.object({ ...Wallet.shape, ...State.shape });

/** What is kept of the balances, which may be nothing, and which of these keys have been booked. */
export function readState(tx: Tx, keys: readonly string[]) {
  return tx.one(
    State,
    sql`select ${stateColumns(keys)} from (select 1) once left join billing.balances b on true`,
  );
}

/**
 * Both at once. Who had to wait for the wallet has the row as it is now beside a state from before the wait: then the
 * numbers of the two differ, and the state is to be read again.
 */
export function holdState(tx: Tx, keys: readonly string[]) {
  return tx.maybeOne(
    Held,
    sql`
    select ${walletColumns}, ${stateColumns(keys)}
      from billing.wallets w left join billing.balances b on b.workspace_id = w.workspace_id
       for no key update of w`,
  );
}

const HeldOf = z.object({ workspaceId: WorkspaceId, ...Held.shape });
export type HeldOf = z.infer<typeof HeldOf>;

/** Whose keys are asked for. */
export interface KeysOf {
  readonly workspaceId: WorkspaceId;
  readonly keys: readonly string[];
}

/**
 * The same of many wallets, in the scope of their workspaces: of those that nobody else holds. Who waits for no wallet
 * holds up nobody, and is in no deadlock.
 */
export function holdStates(tx: Tx, asked: readonly KeysOf[]) {
  const keysOfEach = asked.map(({ keys }) => JSON.stringify(keys));
  return tx.many(
    HeldOf,
    sql`
    select w.workspace_id, ${walletColumns}, ${balanceColumns},
           ${knownAmong(sql`json_array_elements_text(asked.keys)`, sql`l.workspace_id = w.workspace_id and`)}
      from unnest(${asked.map(({ workspaceId }) => workspaceId)}::uuid[], ${keysOfEach}::json[])
             asked (workspace_id, keys)
      join billing.wallets w on w.workspace_id = asked.workspace_id
      left join billing.balances b on b.workspace_id = w.workspace_id
       for no key update of w skip locked`,
  );
}

const balanceColumns = sql`
  b.through_no, b.week_micro as week, b.month_micro as month, b.bonus_micro as bonus, b.payg_micro as payg,
  b.held_week_micro as held_week, b.held_month_micro as held_month, b.held_bonus_micro as held_bonus,
  b.held_payg_micro as held_payg, b.owed_micro as owed`;

const stateColumns = (keys: readonly string[]) => sql`
  ${balanceColumns},
  ${knownAmong(keys.length === 1 ? sql`(select ${keys[0]!}::text as key)` : sql`unnest(${keys}::text[])`)}`;

/**
 * Keys are looked for one by one, and in their order, which only their own index has. A wallet that is taken for small
 * would still be read whole and sorted for them, where that is one step down a tree less, and a plan that was made so
 * is kept while the wallet grows: `one` row of which the planner expects a hundred makes sorting dear.
 */
const knownAmong = (keys: Sql, where: Sql = sql.empty) => sql`
  coalesce((select json_agg(json_build_object('key', t.key, 'id', t.id, 'fingerprint', encode(t.fingerprint, 'hex')))
              from ${keys} sought (key)
             cross join lateral (select l.key, l.id, l.fingerprint
                                   from billing.ledger_transactions l cross join json_array_elements('[1]') one
                                  where ${where} l.key >= sought.key order by l.key limit 1) t
             where t.key = sought.key), '[]') as known`;

const Sum = z.object({ account: z.string(), micro: Figure });

/** What every account got and gave after a transaction: from the beginning, or since a balance was kept. */
export function sumsAfter(tx: Tx, no: number) {
  return tx.many(
    Sum,
    sql`
    with moved as materialized (
      select e.from_account, e.to_account, e.amount_micro
        from billing.ledger_transactions t
        join billing.ledger_entries e on e.workspace_id = t.workspace_id and e.transaction_id = t.id
       where t.no > ${no})
    select account, sum(micro)::bigint as micro
      from (select to_account as account, amount_micro as micro from moved
            union all
            select from_account, -amount_micro from moved) both_sides
     group by account`,
  );
}

export interface NewTransaction {
  readonly workspaceId: WorkspaceId;
  readonly id: LedgerTransactionId;
  readonly no: number;
  readonly kind: TransactionKind;
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly reason: string;
  readonly subject: { readonly type: string; readonly id: string } | undefined;
  readonly memberId: string | undefined;
  readonly spendableMicro: number;
}
export interface NewEntry {
  readonly workspaceId: WorkspaceId;
  readonly transactionId: LedgerTransactionId;
  readonly position: number;
  readonly from: LedgerAccount;
  readonly to: LedgerAccount;
  readonly micro: number;
}
/** What is new in one wallet. */
export interface Written {
  readonly workspaceId: WorkspaceId;
  readonly transactions: readonly NewTransaction[];
  readonly entries: readonly NewEntry[];
  readonly balances: LedgerBalances;
  readonly lastNo: number;
}

/**
 * All of it in one statement, of one wallet or of many: the transactions with their entries, what they leave, and the
 * number of the last.
 */
export const write = (tx: Tx, written: readonly Written[], now: Date) => tx.run(writing(written, now));

/** For whoever sends it together with the commit. */
export function writing(written: readonly Written[], now: Date): Sql {
  const [transactions, entries] = [
    written.flatMap((one) => one.transactions),
    written.flatMap((one) => one.entries),
  ];
  const each = <T>(pick: (one: NewTransaction) => T) => transactions.map(pick);
  const every = <T>(pick: (one: NewEntry) => T) => entries.map(pick);
  const left = <T>(pick: (one: Written) => T) => written.map(pick);
  return sql`
    with booked as (
      insert into billing.ledger_transactions (workspace_id, id, no, kind, key, fingerprint, reason, subject_type,
        subject_id, member_id, spendable_micro, created_at)
      select t.*, ${now}
        from unnest(${each(({ workspaceId }) => workspaceId)}::uuid[], ${each(({ id }) => id)}::uuid[],
          ${each(({ no }) => no)}::bigint[], ${each(({ kind }) => kind)}::text[],
          ${each(({ key }) => key)}::text[], ${each(({ fingerprint }) => fingerprint)}::bytea[],
          ${each(({ reason }) => reason)}::text[], ${each(({ subject }) => subject?.type ?? null)}::text[],
          ${each(({ subject }) => subject?.id ?? null)}::uuid[],
          ${each(({ memberId }) => memberId ?? null)}::uuid[],
          ${each(({ spendableMicro }) => spendableMicro)}::bigint[]) t),
    moved as (
      insert into billing.ledger_entries (workspace_id, transaction_id, position, from_account, to_account,
        amount_micro)
      select *
        from unnest(${every(({ workspaceId }) => workspaceId)}::uuid[],
          ${every(({ transactionId }) => transactionId)}::uuid[],
          ${every(({ position }) => position)}::smallint[], ${every(({ from }) => from)}::text[],
          ${every(({ to }) => to)}::text[], ${every(({ micro }) => micro)}::bigint[]) e),
    left_over as (
      insert into billing.balances (workspace_id, through_no, week_micro, month_micro, bonus_micro, payg_micro,
        held_week_micro, held_month_micro, held_bonus_micro, held_payg_micro, owed_micro)
      select *
        from unnest(${left(({ workspaceId }) => workspaceId)}::uuid[], ${left(({ lastNo }) => lastNo)}::bigint[],
          ${left((one) => one.balances.week)}::bigint[], ${left((one) => one.balances.month)}::bigint[],
          ${left((one) => one.balances.bonus)}::bigint[], ${left((one) => one.balances.payg)}::bigint[],
          ${left((one) => one.balances.held_week)}::bigint[], ${left((one) => one.balances.held_month)}::bigint[],
          ${left((one) => one.balances.held_bonus)}::bigint[], ${left((one) => one.balances.held_payg)}::bigint[],
          ${left((one) => one.balances.owed)}::bigint[]) b
      on conflict (workspace_id) do update
        set through_no = excluded.through_no, week_micro = excluded.week_micro, month_micro = excluded.month_micro,
            bonus_micro = excluded.bonus_micro, payg_micro = excluded.payg_micro,
            held_week_micro = excluded.held_week_micro, held_month_micro = excluded.held_month_micro,
            held_bonus_micro = excluded.held_bonus_micro, held_payg_micro = excluded.held_payg_micro,
            owed_micro = excluded.owed_micro)
    update billing.wallets w set last_no = l.no, updated_at = ${now}
      from unnest(${left(({ workspaceId }) => workspaceId)}::uuid[], ${left(({ lastNo }) => lastNo)}::bigint[])
             l (workspace_id, no)
     where w.workspace_id = l.workspace_id`;
}
