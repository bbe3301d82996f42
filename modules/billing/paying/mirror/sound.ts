import type { CustomerState, InvoiceState, PaymentState, SubscriptionState } from '../provider.ts';
import { storable } from '../records.sql.ts';

/*
 * Whatever odd one thing a provider has must not keep the rest of a customer from being here. What says nothing that
 * can be kept is left out, by its name, and the others are taken.
 */

const idLengthMax = 200;
const isId = (id: string) => id.length > 0 && id.length <= idLengthMax && storable(id) === id;
const isMoney = (micro: number) => Number.isSafeInteger(micro);
const isPrice = (micro: number) => isMoney(micro) && micro >= 0;
const isCurrency = (currency: string) => /^[a-z]{3}$/.test(currency);
const isTime = (at: Date | undefined) => at === undefined || Number.isFinite(at.getTime());
const areTimes = (one: object) =>
  Object.values(one).every((value) => !(value instanceof Date) || isTime(value));

export interface Sound {
  readonly state: CustomerState;
  /** The provider's ids of what was left out. */
  readonly leftOut: readonly string[];
}

export function soundOf(state: CustomerState): Sound {
  const leftOut: string[] = [];
  /** Each once: a list that moves while it is read says some of it twice. */
  const keep = <T extends { readonly id: string }>(all: readonly T[], isSound: (one: T) => boolean): T[] => {
    const known = new Set<string>();
    return all.filter((one) => {
      if (known.has(one.id)) return false;
      known.add(one.id);
      const isKept = isId(one.id) && areTimes(one) && isSound(one);
      if (!isKept) leftOut.push(one.id);
      return isKept;
    });
  };
  const payments = keep(state.payments, isPayment).map((payment) => ({
    ...payment,
    refunds: keep(payment.refunds, movesMoney),
    disputes: keep(payment.disputes, movesMoney),
  }));
  const subscriptions = keep(state.subscriptions, isSubscription);
  return { state: { ...state, payments, subscriptions, invoices: keep(state.invoices, isInvoice) }, leftOut };
}

const isPayment = ({ amountMicro, currency, at }: PaymentState) =>
  isPrice(amountMicro) && isCurrency(currency) && at instanceof Date;

/** One of nothing says nothing: none of it is kept, and nobody has to look at it. */
const movesMoney = ({ amountMicro, at }: { readonly amountMicro: number; readonly at: Date }) =>
  isPrice(amountMicro) && amountMicro > 0 && at instanceof Date;

const isSubscription = ({ priceMicro, currency, quantity, createdAt, scheduled }: SubscriptionState) =>
  isPrice(priceMicro) &&
  isCurrency(currency) &&
  Number.isInteger(quantity) &&
  createdAt instanceof Date &&
  isTime(scheduled?.at);

const isInvoice = ({ totalMicro, paidMicro, currency, attemptCount, createdAt }: InvoiceState) =>
  isMoney(totalMicro) &&
  isMoney(paidMicro) &&
  isCurrency(currency) &&
  Number.isInteger(attemptCount) &&
  attemptCount >= 0 &&
  createdAt instanceof Date;
