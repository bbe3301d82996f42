import type { PaymentState } from '../provider.ts';

/*
 * What a payment comes to in credits, given what was booked of it before. No database here: the same lines decide it
 * whatever came in which order, and however often.
 */

type Refund = PaymentState['refunds'][number];
type Dispute = PaymentState['disputes'][number];

/** What is here of a payment; nothing of it where it is new. */
export interface Booked {
  /** What it gave; undefined: nothing was booked for it yet. */
  readonly creditsMicro: number | undefined;
  /** And what went back of that. */
  readonly takenMicro: number;
  readonly refunds: ReadonlyMap<string, Refund & Turned & { readonly isGone: boolean }>;
  readonly disputes: ReadonlyMap<string, Dispute & Turned>;
}

/** What is kept of a refund or a dispute beside what the provider says. */
interface Turned {
  /** That it took back, and still has. */
  readonly creditsMicro: number;
  /** How often it began or ceased to count: each time is known in the ledger by a key of its own. */
  readonly turnsCount: number;
}

export interface Deed {
  readonly deed: 'give' | 'take' | 'give_back';
  readonly key: string;
  readonly micro: number;
  /** When it happened there; undefined: just now, as far as anybody can tell. */
  readonly at: Date | undefined;
}

export interface Reckoned {
  readonly creditsMicro: number;
  readonly takenMicro: number;
  readonly refundedMicro: number;
  readonly disputedMicro: number;
  readonly status: 'paid' | 'partially_refunded' | 'refunded' | 'failed';
  readonly refundedAt: Date | undefined;
  /** `isGone`: it was said to be through, and is not any more. */
  readonly changedRefunds: readonly (Refund & Turned & { readonly isGone: boolean })[];
  readonly changedDisputes: readonly (Dispute & Turned)[];
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
  const parts = partsOf(payment, booked);
  const took = tally(payment, parts, booked.takenMicro, creditsMicro);
  const changed = parts.filter(isOtherwise).toSorted(byTurn);
  const settled = new Map(changed.map((part) => [part.id, turned(provider, part, took.move, deeds)]));
  return {
    ...{ creditsMicro, takenMicro: took.creditsMicro(), deeds },
    changedRefunds: changed.flatMap(({ id, refund, countsMicro }) =>
      refund ? [{ ...refund, ...settled.get(id)!, isGone: countsMicro === 0 }] : [],
    ),
    changedDisputes: changed.flatMap(({ id, dispute }) =>
      dispute ? [{ ...dispute, ...settled.get(id)! }] : [],
    ),
    ...moneyBack(payment),
  };
}

const nothingOf: Reckoned = {
  ...{ creditsMicro: 0, takenMicro: 0, refundedMicro: 0, disputedMicro: 0, status: 'failed' },
  ...{ refundedAt: undefined, changedRefunds: [], changedDisputes: [], deeds: [] },
};

/** A refund or a dispute: what of it counted here, and what counts by what the provider says now. */
interface Part extends Turned {
  readonly id: string;
  readonly at: Date;
  readonly refund?: Refund;
  readonly dispute?: Dispute;
  readonly countedMicro: number;
  readonly countsMicro: number;
  readonly wasStatus?: Dispute['status'] | undefined;
  readonly isNew: boolean;
}

const countedOf = (dispute: Dispute | undefined) =>
  dispute && dispute.status !== 'won' ? dispute.amountMicro : 0;

function partsOf(payment: PaymentState, booked: Booked): Part[] {
  const told = new Map(payment.refunds.map((one) => [one.id, one]));
  const refunds = [...new Set([...booked.refunds.keys(), ...told.keys()])].map((id): Part => {
    const before = booked.refunds.get(id);
    const now = told.get(id);
    const refund = now ?? before!;
    return {
      ...{ id, refund, at: refund.at, isNew: !before },
      ...{ creditsMicro: before?.creditsMicro ?? 0, turnsCount: before?.turnsCount ?? 0 },
      countedMicro: before && !before.isGone ? before.amountMicro : 0,
      countsMicro: now?.amountMicro ?? 0,
    };
  });
  const said = new Map(payment.disputes.map((one) => [one.id, one]));
  const disputes = [...new Set([...booked.disputes.keys(), ...said.keys()])].map((id): Part => {
    const before = booked.disputes.get(id);
    // What is not told of any more takes no money.
    const dispute = said.get(id) ?? { ...before!, status: 'won' as const };
    return {
      ...{ id, dispute, at: dispute.at, isNew: !before, wasStatus: before?.status },
      ...{ creditsMicro: before?.creditsMicro ?? 0, turnsCount: before?.turnsCount ?? 0 },
      ...{ countedMicro: countedOf(before), countsMicro: countedOf(dispute) },
    };
  });
  return [...refunds, ...disputes];
}

const isOtherwise = (part: Part) =>
  part.isNew || part.countsMicro !== part.countedMicro || part.dispute?.status !== part.wasStatus;

/** What comes back first: it makes room for what is taken after it. That in the order in which it happened. */
function byTurn(a: Part, b: Part): number {
  const [isBackA, isBackB] = [a, b].map((one) => one.countsMicro < one.countedMicro);
  if (isBackA !== isBackB) return isBackA ? -1 : 1;
  return a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);
}

/** The first time has the plain key. */
const keyOf = (verb: string, provider: string, id: string, turn: number) =>
  `${verb}:${provider}:${id}${turn > 1 ? `:${turn}` : ''}`;

function turned(provider: string, part: Part, move: (micro: number) => number, deeds: Deed[]): Turned {
  const { id, at, countsMicro, countedMicro, isNew } = part;
  const by = countsMicro - countedMicro;
  if (by === 0) return { creditsMicro: part.creditsMicro, turnsCount: part.turnsCount };
  const turnsCount = part.turnsCount + 1;
  const micro = move(by);
  if (micro > 0)
    deeds.push({
      ...{ deed: 'take', key: keyOf('withdraw', provider, id, turnsCount), micro },
      at: isNew ? at : undefined,
    });
  if (micro < 0)
    deeds.push({
      ...{ deed: 'give_back', key: keyOf('return', provider, id, turnsCount), micro: -micro, at: undefined },
    });
  return { creditsMicro: countsMicro === 0 ? 0 : Math.max(0, part.creditsMicro + micro), turnsCount };
}

/**
 * Credits go back in the proportion in which money does: what is taken is always the whole proportion so far, rounded
 * down. So parts that add up to all of the money add up to all of the credits, in whatever steps that was seen.
 */
function tally(payment: PaymentState, parts: readonly Part[], takenMicro: number, creditsMicro: number) {
  let money = parts.reduce((sum, { countedMicro }) => sum + countedMicro, 0);
  let taken = takenMicro;
  return {
    creditsMicro: () => taken,
    /** By how much it is otherwise than before: less than nothing comes back. */
    move: (amountMicro: number) => {
      money += amountMicro;
      const due = shareOf(creditsMicro, Math.min(money, payment.amountMicro), payment.amountMicro);
      const moved = due - taken;
      taken = due;
      return moved;
    },
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
