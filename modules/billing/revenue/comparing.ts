import type { WorkspaceId } from '../../../kit/ids.ts';
import { soldIn } from '../paying/contract.ts';
import type { CustomerState } from '../paying/provider.ts';
import type { Difference } from './contract.ts';

/*
 * What a provider has of a customer, held against what is here. No database, and nothing is put right: what differs is
 * for a person to look at, and the sweep has had its chance.
 */

interface HerePayment {
  readonly providerId: string;
  readonly amountMicro: number;
  readonly currency: string;
  readonly returnedMicro: number;
  readonly creditsMicro: number;
  readonly bookedMicro: number;
}
interface HereSubscription {
  readonly providerId: string;
  readonly status: string;
  readonly plan: string;
}

export function differencesOf(
  workspaceId: WorkspaceId,
  there: CustomerState,
  payments: readonly HerePayment[],
  subscriptions: readonly HereSubscription[],
): Difference[] {
  const told = (kind: Difference['kind'], subject: string, is: Value, here: Value): Difference => ({
    ...{ kind, workspaceId, subject, there: String(is.value), here: String(here.value) },
    ...{ thereCurrency: is.currency ?? null, hereCurrency: here.currency ?? null },
  });
  const byId = new Map(payments.map((one) => [one.providerId, one]));
  const paid = there.payments.filter(({ status }) => status === 'paid');
  const known = new Set(paid.map(({ id }) => id));
  return [
    ...paid.flatMap((payment) => {
      const here = byId.get(payment.id);
      const [is, was] = [paidIn(payment), here && paidIn(here)];
      if (!here || !was) return [told('payment_missing', payment.id, is(payment.amountMicro), nothing)];
      const returned = returnedOf(payment);
      const isSame = here.amountMicro === payment.amountMicro && here.currency === payment.currency;
      return [
        ...(isSame
          ? []
          : [told('amount_differs', payment.id, is(payment.amountMicro), was(here.amountMicro))]),
        ...(here.returnedMicro === returned
          ? []
          : [told('returned_differs', payment.id, is(returned), was(here.returnedMicro))]),
      ];
    }),
    ...payments
      .filter(({ providerId }) => !known.has(providerId))
      .map((one) => told('payment_not_there', one.providerId, nothing, paidIn(one)(one.amountMicro))),
    ...payments
      .filter(({ creditsMicro, bookedMicro }) => creditsMicro !== bookedMicro)
      .map((one) =>
        told('ledger_differs', one.providerId, credits(one.creditsMicro), credits(one.bookedMicro)),
      ),
    ...there.subscriptions.flatMap((one) => {
      const here = subscriptions.find(({ providerId }) => providerId === one.id);
      if (one.plan === undefined) return [];
      const is = { value: `${one.plan} ${one.status}` };
      const was = here ? { value: `${here.plan} ${here.status}` } : nothing;
      return is.value === was.value ? [] : [told('subscription_differs', one.id, is, was)];
    }),
  ];
}

/** An amount has a currency, and nothing else has. */
interface Value {
  readonly value: string | number;
  readonly currency?: string;
}
const nothing: Value = { value: 'nothing' };
const paidIn =
  ({ currency }: { readonly currency: string }) =>
  (value: number): Value => ({ value, currency });
/** What is in the ledger is worth dollars, whatever it was paid in. */
const credits = paidIn({ currency: soldIn });

function returnedOf({ amountMicro, refunds, disputes }: CustomerState['payments'][number]): number {
  const back = [...refunds, ...disputes.filter(({ status }) => status !== 'won')];
  return Math.min(
    amountMicro,
    back.reduce((sum, one) => sum + one.amountMicro, 0),
  );
}
