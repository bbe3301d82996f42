import type { WorkspaceId } from '../../../kit/ids.ts';
import type { CustomerState } from '../paying/provider.ts';
import type { Difference } from './contract.ts';

/*
 * What a provider has of a customer, held against what is here. No database, and nothing is put right: what differs is
 * for a person to look at, and the sweep has had its chance.
 */

interface HerePayment {
  readonly providerId: string;
  readonly amountMicro: number;
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
  const told = (kind: Difference['kind'], subject: string, is: unknown, here: unknown): Difference => ({
    ...{ kind, workspaceId, subject, there: String(is), here: String(here) },
  });
  const byId = new Map(payments.map((one) => [one.providerId, one]));
  const paid = there.payments.filter(({ status }) => status === 'paid');
  const known = new Set(paid.map(({ id }) => id));
  return [
    ...paid.flatMap((payment) => {
      const here = byId.get(payment.id);
      if (!here) return [told('payment_missing', payment.id, payment.amountMicro, 'nothing')];
      const returned = returnedOf(payment);
      return [
        ...(here.amountMicro === payment.amountMicro
          ? []
          : [told('amount_differs', payment.id, payment.amountMicro, here.amountMicro)]),
        ...(here.returnedMicro === returned
          ? []
          : [told('returned_differs', payment.id, returned, here.returnedMicro)]),
      ];
    }),
    ...payments
      .filter(({ providerId }) => !known.has(providerId))
      .map((one) => told('payment_not_there', one.providerId, 'nothing', one.amountMicro)),
    ...payments
      .filter(({ creditsMicro, bookedMicro }) => creditsMicro !== bookedMicro)
      .map((one) => told('ledger_differs', one.providerId, one.creditsMicro, one.bookedMicro)),
    ...there.subscriptions.flatMap((one) => {
      const here = subscriptions.find(({ providerId }) => providerId === one.id);
      if (one.plan === undefined) return [];
      const [is, was] = [`${one.plan} ${one.status}`, here ? `${here.plan} ${here.status}` : 'nothing'];
      return is === was ? [] : [told('subscription_differs', one.id, is, was)];
    }),
  ];
}

function returnedOf({ amountMicro, refunds, disputes }: CustomerState['payments'][number]): number {
  const back = [...refunds, ...disputes.filter(({ status }) => status !== 'won')];
  return Math.min(
    amountMicro,
    back.reduce((sum, one) => sum + one.amountMicro, 0),
  );
}
