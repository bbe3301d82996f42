import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import { sql } from '../../../../kit/sql.ts';
import { checkoutKinds, type PaymentProviderName } from '../contract.ts';

const Id = z.object({ id: z.string() });

/** Also what was taken for run out: that something came of it is what counts. */
export function markCheckoutsPaid(tx: Tx, ids: readonly string[], now: Date) {
  return tx.many(
    Id.extend({ kind: z.enum(checkoutKinds) }),
    sql`
    update billing.checkouts set state = 'paid', failure = null, settled_at = ${now}
     where id = any (${ids}::uuid[]) and state <> 'paid' returning id, kind`,
  );
}

/** Nobody paid, and nobody can any more. */
export function markCheckoutsExpired(tx: Tx, provider: PaymentProviderName, openedBefore: Date, now: Date) {
  return tx.many(
    Id,
    sql`
    update billing.checkouts set state = 'expired', settled_at = ${now}
     where provider = ${provider} and state = 'open' and opened_at < ${openedBefore} returning id`,
  );
}

/** All that was told before a question was asked is in its answer. */
export function markEventsMirrored(tx: Tx, provider: PaymentProviderName, askedAt: Date, now: Date) {
  return tx.run(sql`
    update billing.provider_events set mirrored_at = ${now}
     where provider = ${provider} and mirrored_at is null and received_at <= ${askedAt}`);
}
