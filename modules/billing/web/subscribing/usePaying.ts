import { useState } from 'react';
import { useNavigate } from 'react-router';
import { newId } from '../../../../kit/ids.ts';
import { useSend } from '../../../../web/kit/send.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  CheckoutId,
  getPaying,
  type Paying,
  PaymentOrderId,
  putCheckout,
  putPaymentOrder,
} from '../../paying/contract.ts';
import { type Cycle, getPlans, type SubscriptionId } from '../../plans/contract.ts';
import type { Provider } from './words.ts';

type Item = { kind: 'plan'; plan: string; cycle: Cycle } | { kind: 'credits'; pack: string };

/** Where is paid: the first there is, unless somebody wants to pay elsewhere. */
export interface Till {
  readonly here: Provider | undefined;
  readonly elsewhere: readonly Provider[];
  choose(name: Provider['name']): void;
}

export function useTill({ providers }: Paying): Till {
  const [chosen, setChosen] = useState<Provider['name']>();
  const here = providers.find(({ name }) => name === chosen) ?? providers[0];
  return { here, elsewhere: providers.filter((one) => one !== here), choose: setChosen };
}

/** Asks for a page to pay on, and goes to where one waits for it. */
export function useCheckout({ here }: Till) {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const { send, isPending } = useSend(putCheckout, {
    failureTitle: 'It cannot be paid for now',
    onReply: ({ id }) => navigate(`${paths.checkout({ workspaceId, checkoutId: id })}?pay`),
  });
  return {
    isPending,
    buy: (item: Item) =>
      send({
        params: { workspaceId, checkoutId: newId(CheckoutId) },
        body: { item, ...(here && { provider: here.name }) },
      }),
  };
}

type Asked =
  | { kind: 'change_plan'; subscriptionId: SubscriptionId; plan: string; cycle: Cycle }
  | {
      kind: 'cancel';
      subscriptionId: SubscriptionId;
      moment: 'now' | 'at_period_end';
      reason: string;
      flow: 'billing_page';
    }
  | { kind: 'keep'; subscriptionId: SubscriptionId };

/** Decides something about a subscription. What comes of it is told by an event, and read again then. */
export function usePaymentOrder(onReply?: () => void) {
  const workspaceId = useHere().workspace.id;
  const { send, isPending, error } = useSend(putPaymentOrder, {
    stale: [[getPlans.path], [getPaying.path]],
    ...(onReply ? { onReply } : { failureTitle: 'Nothing was changed' }),
  });
  return {
    ...{ isPending, error },
    order: (asked: Asked) =>
      send({ params: { workspaceId, orderId: newId(PaymentOrderId) }, body: { asked } }),
  };
}
