import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { planNow } from '../plans/current.sql.ts';
import { LedgerTransaction, type LedgerTransactionId, type TransactionKind } from './contract.ts';

const Figure = z.coerce.number().int();
const PeriodNow = z.object({ kind: z.string(), grantedMicro: Figure, endsAt: z.coerce.date() });
const Looked = z.object({
  lastNo: Figure,
  unlimitedSince: z.date().nullable(),
  lowAtMicro: Figure.nullable(),
  monthGivenMicro: Figure,
  plan: z.object({ slug: z.string(), name: z.string() }),
  periods: z.array(PeriodNow),
});

/** The wallet as it is looked at; one that was never moved has nothing in it. */
export function findWallet(tx: Tx, now: Date) {
  return tx.one(
    Looked,
    sql`
    select coalesce(w.last_no, 0) as last_no, w.unlimited_at as unlimited_since, w.low_at_micro,
           coalesce(w.month_given_micro, 0) as month_given_micro,
           (select json_build_object('slug', p.slug, 'name', p.name) from (${planNow(now)}) p) as plan,
           coalesce((select json_agg(json_build_object('kind', d.kind, 'grantedMicro', d.granted_micro,
                                                       'endsAt', d.ends_at))
                       from billing.periods d where d.expired_at is null), '[]') as periods
      from (select 1) once left join billing.wallets w on true`,
  );
}

const byNumber = keyset({ no: 'desc' }, 't');

/** One of them at most: each has an index of its own. */
export interface LedgerFilter {
  readonly kind?: TransactionKind | undefined;
  readonly memberId?: string | undefined;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
}

/** `coworkers` are all there are. */
export function transactionsByNumber(tx: Tx, coworkers: Sql, page: PageQuery, filter: LedgerFilter) {
  return byNumber.page(
    tx,
    LedgerTransaction,
    page,
    (where, order) => sql`
    ${shown(coworkers)}
     from (select * from billing.ledger_transactions t where ${among(filter)} and ${where} ${order}) t
    order by t.no desc`,
  );
}

export function findTransaction(tx: Tx, coworkers: Sql, id: LedgerTransactionId) {
  return tx.maybeOne(
    LedgerTransaction,
    sql`${shown(coworkers)} from billing.ledger_transactions t where t.id = ${id}`,
  );
}

const spendable = sql`('week', 'month', 'bonus', 'payg')`;
const changeMicro = sql`
  coalesce((select sum(case when e.to_account in ${spendable} then e.amount_micro else 0 end
                     - case when e.from_account in ${spendable} then e.amount_micro else 0 end)
              from billing.ledger_entries e
             where e.workspace_id = t.workspace_id and e.transaction_id = t.id), 0)::bigint`;

const shown = (coworkers: Sql) => sql`
  select t.id, t.no, t.kind, t.reason, t.subject_type, t.subject_id, t.spendable_micro, t.created_at,
         ${changeMicro} as change_micro,
         (select json_build_object('id', c.id, 'name', c.name) from (${coworkers}) c
           where c.workspace_id = t.workspace_id and c.id = t.member_id) as member,
         coalesce((select json_agg(json_build_object('from', e.from_account, 'to', e.to_account,
                                                     'micro', e.amount_micro) order by e.position)
                     from billing.ledger_entries e
                    where e.workspace_id = t.workspace_id and e.transaction_id = t.id), '[]') as entries`;

function among({ kind, memberId, subject }: LedgerFilter): Sql {
  if (kind !== undefined) return sql`t.kind = ${kind}`;
  if (memberId !== undefined) return sql`t.member_id = ${memberId}`;
  return subject ? sql`t.subject_type = ${subject.type} and t.subject_id = ${subject.id}::uuid` : sql`true`;
}

export function setLowAt(tx: Tx, micro: number | null, now: Date) {
  return tx.run(sql`update billing.wallets set low_at_micro = ${micro}, updated_at = ${now}`);
}
