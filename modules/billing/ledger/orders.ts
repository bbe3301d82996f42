import { type Balances, type Bucket, buckets, drawn, type Entry, heldOf, moved } from './accounts.ts';
import type { Order } from './booking.ts';

/*
 * What can be booked, and what each of it moves. An order decides nothing before its turn: what there is may have
 * changed by the ones before it.
 */

type Parts = Readonly<Record<Bucket, number>>;
type Told = Pick<Order, 'key' | 'reason' | 'subject' | 'memberId'>;

/** Spent at once: of a price that is known. SE-04: what was paid for is used last. */
export const chargeOf = (told: Told, micro: number): Order => ({
  ...told,
  kind: 'charge',
  asked: { micro },
  entries: (balances, isUnlimited) => {
    if (isUnlimited) return unlimited(micro);
    const parts = drawn(balances, micro);
    return parts && moved(parts, (bucket) => ({ from: bucket, to: 'revenue' }));
  },
});

/** Kept back for something whose cost is not known yet. */
export const holdOf = (told: Told, micro: number): Order => ({
  ...told,
  kind: 'hold',
  asked: { micro },
  entries: (balances, isUnlimited) => {
    if (isUnlimited) return [];
    const parts = drawn(balances, micro);
    return parts && moved(parts, (bucket) => ({ from: bucket, to: heldOf(bucket) }));
  },
});

/**
 * What it came to: out of what was kept back, the rest of which is free again. Where it came to more, the rest is taken
 * from what there is, and what is missing then is owed: it was used.
 */
export const settleOf = (told: Told, held: Parts, micro: number, isUnlimited: boolean): Order => ({
  ...told,
  kind: 'settle',
  asked: { micro },
  entries: (balances) => (isUnlimited ? unlimited(micro) : settled(balances, held, micro)),
});

function settled(balances: Balances, held: Parts, micro: number): Entry[] {
  const kept = drawn(held, Math.min(micro, sumOf(held)))!;
  const free = minus(held, kept);
  return [
    ...moved(kept, (bucket) => ({ from: heldOf(bucket), to: 'revenue' })),
    ...moved(free, (bucket) => ({ from: heldOf(bucket), to: bucket })),
    ...used(balances, micro - sumOf(kept)),
  ];
}

/** Whatever it takes, of what there is first. */
function used(balances: Readonly<Record<Bucket, number>>, micro: number): Entry[] {
  const there = drawn(balances, Math.min(micro, sumOf(balances)))!;
  return [
    ...moved(there, (bucket) => ({ from: bucket, to: 'revenue' })),
    ...some({ from: 'owed', to: 'revenue', micro: micro - sumOf(there) }),
  ];
}

/** After what was kept back for it had been let go: what it came to is due all the same. */
export const lateOf = (told: Told, micro: number): Order => ({
  ...told,
  kind: 'settle',
  asked: { micro, late: true },
  entries: (balances, isUnlimited) => (isUnlimited ? unlimited(micro) : used(balances, micro)),
});

/** It was not done, or nobody told: what was kept back is free again. */
export const releaseOf = (told: Told, held: Parts): Order => ({
  ...told,
  kind: 'release',
  asked: {},
  entries: () => moved(held, (bucket) => ({ from: heldOf(bucket), to: bucket })),
});

/** Back into the buckets it came from. That it is no more than was spent is for whoever keeps what was spent. */
export const refundOf = (told: Told, parts: Parts, unlimitedMicro = 0): Order => ({
  ...told,
  kind: 'refund',
  asked: { ...parts, unlimited: unlimitedMicro },
  entries: () => [
    ...moved(parts, (bucket) => ({ from: 'revenue', to: bucket })),
    ...some({ from: 'revenue', to: 'unlimited', micro: unlimitedMicro }),
  ],
});

export const grantOf = (told: Told, bucket: Exclude<Bucket, 'payg'>, micro: number): Order => ({
  ...told,
  kind: 'grant',
  asked: { bucket, micro },
  entries: () => some({ from: 'grants', to: bucket, micro }),
});

/** Bought. What is owed is paid from it first. */
export const purchaseOf = (told: Told, micro: number): Order => ({
  ...told,
  kind: 'purchase',
  asked: { micro },
  entries: ({ owed }) => [
    ...some({ from: 'purchases', to: 'payg', micro }),
    ...some({ from: 'payg', to: 'owed', micro: Math.min(owed, micro) }),
  ],
});

/** What is left of a bucket when its time is over. */
export const expireOf = (told: Told, bucket: Exclude<Bucket, 'payg'>, atMost?: number): Order => ({
  ...told,
  kind: 'expire',
  asked: { bucket, atMost: atMost ?? null },
  entries: (balances) =>
    some({ from: bucket, to: 'expiry', micro: Math.min(balances[bucket], atMost ?? balances[bucket]) }),
});

/** A payment was given back: so is what was bought for it, as far as it is there. What was used of it is owed. */
export const withdrawOf = (told: Told, micro: number): Order => ({
  ...told,
  kind: 'withdraw',
  asked: { micro },
  entries: ({ payg }) => [
    ...some({ from: 'payg', to: 'refunds', micro: Math.min(payg, micro) }),
    ...some({ from: 'owed', to: 'refunds', micro: micro - Math.min(payg, micro) }),
  ],
});

/** What somebody earned by bringing others, as credits of their own. */
export const payoutOf = (told: Told, micro: number): Order => ({
  ...told,
  kind: 'payout',
  asked: { micro },
  entries: () => some({ from: 'affiliates', to: 'payg', micro }),
});

const unlimited = (micro: number) => some({ from: 'unlimited', to: 'revenue', micro });
const some = (entry: Entry): Entry[] => (entry.micro > 0 ? [entry] : []);
const sumOf = (parts: Parts) => buckets.reduce((sum, bucket) => sum + parts[bucket], 0);
const minus = (parts: Parts, less: Parts): Parts => ({
  week: parts.week - less.week,
  month: parts.month - less.month,
  bonus: parts.bonus - less.bonus,
  payg: parts.payg - less.payg,
});
