import type { PaymentState } from '../provider.ts';

/*
 * What a payment comes to in credits, given what was booked of it before. No database here: the same lines decide it
 * whatever came in which order, and however often.
 */

/** What is here of a payment; nothing of it where it is new. */
export interface Booked {
  /** What it gave; undefined: nothing was booked for it yet. */
  readonly creditsMicro: number | undefined;
  /** And what went back of that. */
  readonly takenMicro: number;
  readonly refunds: ReadonlyMap<string, Part>;
  readonly disputes: ReadonlyMap<string, Part & { readonly status: 'open' | 'won' | 'lost' }>;
}
interface Part {
  readonly amountMicro: number;
  readonly creditsMicro: number;
}

export interface Deed {
  readonly deed: 'give' | 'take' | 'give_back';
  readonly key: string;
  readonly micro: number;
  /** When it happened there; undefined: just now, as far as anybody can tell. */
  readonly at: Date | undefined;
}

type Refund = PaymentState['refunds'][number];
type Dispute = PaymentState['disputes'][number];

export interface Reckoned {
  readonly creditsMicro: number;
  readonly takenMicro: number;
  readonly refundedMicro: number;
  readonly disputedMicro: number;
  readonly status: 'paid' | 'partially_refunded' | 'refunded' | 'failed';
  readonly refundedAt: Date | undefined;
  readonly newRefunds: readonly (Refund & { readonly creditsMicro: number })[];
  readonly changedDisputes: readonly (Dispute & { readonly creditsMicro: number })[];
  readonly deeds: readonly Deed[];
}

/** `owedMicro`: what it is to give, of what was agreed on when it was asked for. */
export function reckoned(
  provider: string,
  payment: PaymentState,
  booked: Booked,
  owedMicro: number,
): Reckoned {
  if (payment.status === 'failed') return nothingOf;
  const creditsMicro = booked.creditsMicro ?? owedMicro;
  const deeds: Deed[] = [];
  if (booked.creditsMicro === undefined && creditsMicro > 0)
    deeds.push({
      ...{ deed: 'give', key: `buy:${provider}:${payment.id}`, micro: creditsMicro, at: payment.at },
    });

  const took = tally(payment, booked, creditsMicro);
  const changedDisputes: (Dispute & { creditsMicro: number })[] = [];
  const newRefunds: (Refund & { creditsMicro: number })[] = [];
  // What was won back first: it makes room for what is taken after it.
  for (const dispute of payment.disputes) {
    const before = booked.disputes.get(dispute.id);
    if (!before || before.status === dispute.status) continue;
    const isWon = dispute.status === 'won';
    changedDisputes.push({ ...dispute, creditsMicro: isWon ? 0 : before.creditsMicro });
    const micro = isWon ? took.letGo(before.amountMicro) : 0;
    if (micro > 0)
      deeds.push({ deed: 'give_back', key: `return:${provider}:${dispute.id}`, micro, at: undefined });
  }
  for (const one of inOrder(payment, booked)) {
    const isWon = 'status' in one && one.status === 'won';
    const micro = isWon ? 0 : took.take(one.amountMicro);
    if ('status' in one) changedDisputes.push({ ...one, creditsMicro: micro });
    else newRefunds.push({ ...one, creditsMicro: micro });
    if (micro > 0) deeds.push({ deed: 'take', key: `withdraw:${provider}:${one.id}`, micro, at: one.at });
  }
  return {
    ...{ creditsMicro, takenMicro: took.creditsMicro(), newRefunds, changedDisputes, deeds },
    ...moneyBack(payment),
  };
}

const nothingOf: Reckoned = {
  ...{ creditsMicro: 0, takenMicro: 0, refundedMicro: 0, disputedMicro: 0, status: 'failed' },
  ...{ refundedAt: undefined, newRefunds: [], changedDisputes: [], deeds: [] },
};

/** New here, in the order in which they happened. */
function inOrder(payment: PaymentState, booked: Booked): (Refund | Dispute)[] {
  const refunds = payment.refunds.filter(({ id }) => !booked.refunds.has(id));
  const disputes = payment.disputes.filter(({ id }) => !booked.disputes.has(id));
  return [...refunds, ...disputes].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1),
  );
}

/**
 * Credits go back in the proportion in which money does: what is taken is always the whole proportion so far, rounded
 * down. So parts that add up to all of the money add up to all of the credits, in whatever steps that was seen.
 */
function tally(payment: PaymentState, booked: Booked, creditsMicro: number) {
  const active = [
    ...booked.refunds.values(),
    ...[...booked.disputes.values()].filter(({ status }) => status !== 'won'),
  ];
  let money = active.reduce((sum, { amountMicro }) => sum + amountMicro, 0);
  let taken = booked.takenMicro;
  /** By how much it is otherwise than before. */
  const move = (amountMicro: number) => {
    money += amountMicro;
    const due = shareOf(creditsMicro, Math.min(money, payment.amountMicro), payment.amountMicro);
    const moved = due - taken;
    taken = due;
    return moved;
  };
  return {
    creditsMicro: () => taken,
    take: (amountMicro: number) => move(amountMicro),
    letGo: (amountMicro: number) => -move(-amountMicro),
  };
}

/** Exact also where the product is more than a number of JavaScript holds. */
export const shareOf = (micro: number, part: number, whole: number): number =>
  whole === 0 ? 0 : Number((BigInt(micro) * BigInt(part)) / BigInt(whole));

function moneyBack(payment: PaymentState) {
  const sum = (all: readonly { amountMicro: number }[]) =>
    Math.min(
      payment.amountMicro,
      all.reduce((total, { amountMicro }) => total + amountMicro, 0),
    );
  const refundedMicro = sum(payment.refunds);
  const disputedMicro = sum(payment.disputes.filter(({ status }) => status !== 'won'));
  const status =
    refundedMicro === 0
      ? ('paid' as const)
      : refundedMicro < payment.amountMicro
        ? ('partially_refunded' as const)
        : ('refunded' as const);
  const times = payment.refunds.map(({ at }) => at.getTime());
  const refundedAt = refundedMicro > 0 ? new Date(Math.max(...times)) : undefined;
  return { refundedMicro, disputedMicro, status, refundedAt };
}

/** All that is back, or may have to go back, of the money. */
export const returnedOf = (one: Pick<Reckoned, 'refundedMicro' | 'disputedMicro'>, amountMicro: number) =>
  Math.min(amountMicro, one.refundedMicro + one.disputedMicro);
