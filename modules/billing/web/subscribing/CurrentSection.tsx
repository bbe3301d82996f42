import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { Paying, PaymentOrder } from '../../paying/contract.ts';
import type { PlansOnOffer, Subscription } from '../../plans/contract.ts';
import { KeepsFocus } from '../KeepsFocus.tsx';
import { PortalButton } from './PortalButton.tsx';
import { usePaymentOrder } from './usePaying.ts';
import {
  cycleLabels,
  isPortalInNote,
  nameOfProvider,
  type Provider,
  paidOf,
  providerOf,
  whyNoWays,
} from './words.ts';

const CancelDialog = lazy(() => import('./CancelDialog.tsx'));

interface Props {
  plans: PlansOnOffer;
  paying: Paying;
  whyNot: string | undefined;
}

/** What one has, until when, and the ways out of it. */
export function CurrentSection({ plans, paying, whyNot }: Props) {
  const paid = paidOf(plans);
  if (!paid) return <NotPaid plans={plans} />;
  const there = providerOf(paying, paid);
  const cannot = whyNoWays(paid, there);
  return (
    <Section
      title={`Your plan is ${nameOf(plans, paid.plan)}`}
      hint={cannot}
      actions={
        there?.canPortal &&
        !isPortalInNote(paying, there.name) && <PortalButton provider={there.name} whyNot={whyNot} />
      }
    >
      <KeepsFocus />
      <Facts facts={factsOf(plans, paid, there)} />
      <Ways plans={plans} paid={paid} orders={paying.orders} whyNot={whyNot ?? cannot} />
    </Section>
  );
}

const nameOf = ({ plans }: PlansOnOffer, slug: string) =>
  plans.find((plan) => plan.slug === slug)?.name ?? slug;

function NotPaid({ plans }: { plans: PlansOnOffer }) {
  const isGiven = plans.subscriptions.length > 0;
  return (
    <Section title={`Your plan is ${nameOf(plans, plans.currentPlan)}`}>
      <p className="text-soft">
        {isGiven
          ? 'It was given to you by whoever looks after this installation. Nothing is charged.'
          : 'It costs nothing. Choose another one below when you need more.'}
      </p>
    </Section>
  );
}

function factsOf(
  plans: PlansOnOffer,
  paid: Subscription,
  there: Provider | undefined,
): (readonly [string, ReactNode])[] {
  const { status, trialEndsAt, endsAt, periodEndsAt, scheduledPlan, scheduledAt } = paid;
  return [
    ['Price', `${dollars(paid.priceMicro)} ${cycleLabels[paid.cycle]}`],
    ...(there && !there.canPortal
      ? [['Paid at', `${nameOfProvider(paid)}. The card is looked after there, and not from here.`] as const]
      : []),
    ...(status === 'trialing' && trialEndsAt
      ? [['Tried until', <Time key="t" at={trialEndsAt} as="day" />] as const]
      : []),
    ...(endsAt
      ? [['Cancelled, good until', <Time key="e" at={endsAt} as="day" />] as const]
      : periodEndsAt
        ? [['Renews', <Time key="p" at={periodEndsAt} as="day" />] as const]
        : []),
    ...(scheduledPlan && scheduledAt
      ? [
          [
            'After that',
            <span key="s">
              {nameOf(plans, scheduledPlan)}, from <Time at={scheduledAt} as="day" />
            </span>,
          ] as const,
        ]
      : []),
  ];
}

interface WaysProps {
  plans: PlansOnOffer;
  paid: Subscription;
  orders: readonly PaymentOrder[];
  whyNot: string | undefined;
}

function Ways({ plans, paid, orders, whyNot }: WaysProps) {
  const [isCancelling, setCancelling] = useState(false);
  const { order, isPending } = usePaymentOrder();
  const isUnderWay = orders.some(({ subscriptionId }) => subscriptionId === paid.id);
  const subscriptionId = paid.id;
  const busy = isPending || isUnderWay;
  const shared = { busy, disabledReason: whyNot, reasonShown: false };
  return (
    <div className="mt-5 flex flex-wrap items-center gap-2">
      {paid.scheduledPlan && (
        <Button
          {...shared}
          onClick={() => order({ kind: 'change_plan', subscriptionId, plan: paid.plan, cycle: paid.cycle })}
        >
          Stay on {nameOf(plans, paid.plan)}
        </Button>
      )}
      {paid.endsAt ? (
        <Button {...shared} onClick={() => order({ kind: 'keep', subscriptionId })}>
          Keep the plan after all
        </Button>
      ) : (
        <Button {...shared} onClick={() => setCancelling(true)}>
          Cancel the plan
        </Button>
      )}
      {isUnderWay && (
        <span role="status" className="text-sm text-soft">
          This is being changed.
        </span>
      )}
      <Suspense>{isCancelling && <CancelDialog paid={paid} onClose={() => setCancelling(false)} />}</Suspense>
    </div>
  );
}
