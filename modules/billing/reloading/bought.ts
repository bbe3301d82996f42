import type { Tx } from '../../../kit/db/database.ts';
import { sumsAfter } from '../ledger/booking.sql.ts';
import { findKept } from './settings.sql.ts';

export interface Bought {
  readonly boughtMicro: number;
  readonly isUnlimited: boolean;
}

/** What there is of what was bought: as it is kept, and with what was booked since. Undefined: nothing was, ever. */
export async function boughtNow(tx: Tx): Promise<Bought | undefined> {
  const kept = await findKept(tx);
  if (!kept) return undefined;
  const { keptMicro, throughNo, lastNo, isUnlimited } = kept;
  const since = throughNo === lastNo ? [] : await sumsAfter(tx, throughNo);
  const moved = since.find(({ account }) => account === 'payg')?.micro ?? 0;
  return { boughtMicro: keptMicro + moved, isUnlimited };
}
