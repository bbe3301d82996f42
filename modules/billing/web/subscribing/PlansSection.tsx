import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Card, Section } from '../../../../web/kit/Section.tsx';
import type { Paying } from '../../paying/contract.ts';
import type { Cycle, Plan, PlansOnOffer, Subscription } from '../../plans/contract.ts';
import { useCheckout, usePaymentOrder } from './usePaying.ts';
import { cycleLabels, givenWords, paidOf, priceOf } from './words.ts';

interface Props {
  plans: PlansOnOffer;
  paying: Paying;
  cycle: Cycle;
  whyNot: string | undefined;
  onCycle: (cycle: Cycle) => void;
}

export function PlansSection({ plans, paying, cycle, whyNot, onCycle }: Props) {
  return (
    <Section
      title="All plans"
      hint="A better plan counts at once, and only its difference is charged. A smaller one waits until what is paid for is over."
      actions={<CycleSwitch cycle={cycle} onCycle={onCycle} />}
    >
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {plans.plans.map((plan) => (
          <li key={plan.slug} className="flex">
            <PlanCard {...{ plan, plans, paying, cycle, whyNot }} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const CycleSwitch = ({ cycle, onCycle }: Pick<Props, 'cycle' | 'onCycle'>) => (
  <fieldset aria-label="Paid by" className="flex gap-1">
    {(['month', 'year'] as const).map((one) => (
      <Button
        key={one}
        size="small"
        look={cycle === one ? 'plain' : 'quiet'}
        aria-pressed={cycle === one}
        onClick={() => onCycle(one)}
      >
        By the {one}
      </Button>
    ))}
  </fieldset>
);

type CardProps = Omit<Props, 'onCycle'> & { plan: Plan };

function PlanCard({ plan, plans, paying, cycle, whyNot }: CardProps) {
  const isCurrent = plan.slug === plans.currentPlan;
  const price = priceOf(plan, cycle);
  return (
    <Card className={cx('flex w-full flex-col', isCurrent && 'outline-2 outline-accent')}>
      <p className="flex items-baseline justify-between gap-2">
        <span className="title text-lg">{plan.name}</span>
        {isCurrent ? <Badge tone="accent">Yours</Badge> : plan.isFeatured && <Badge>Recommended</Badge>}
      </p>
      {plan.description && <p className="mt-1 text-sm text-soft">{plan.description}</p>}
      <p className="mt-4">
        <span className="title text-2xl">{plan.isFree ? 'Free' : dollars(price)}</span>{' '}
        {!plan.isFree && <span className="text-soft">{cycleLabels[cycle]}</span>}
      </p>
      <ul className="mt-4 mb-5 flex flex-col gap-1 text-sm text-soft">
        {givenWords(plan).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="mt-auto">
        <Step {...{ plan, plans, paying, cycle, whyNot, isCurrent }} />
      </div>
    </Card>
  );
}

/** What can be done with a plan, from where one is. */
function Step({ plan, plans, paying, cycle, whyNot, isCurrent }: CardProps & { isCurrent: boolean }) {
  const paid = paidOf(plans);
  if (plan.isFree || plan.retiredAt) return null;
  if (!paid) return isCurrent ? null : <Subscribe plan={plan} cycle={cycle} whyNot={whyNot} />;
  return <ChangeTo {...{ plan, cycle, paid, paying, whyNot }} />;
}

function Subscribe({ plan, cycle, whyNot }: Pick<CardProps, 'plan' | 'cycle' | 'whyNot'>) {
  const { buy, isPending } = useCheckout();
  const words = plan.trialDays > 0 ? `Try ${plan.trialDays} days, then subscribe` : 'Subscribe';
  return (
    <Button
      look={plan.isFeatured ? 'primary' : 'plain'}
      busy={isPending}
      disabledReason={whyNot}
      reasonShown={false}
      aria-label={`${words} to ${plan.name}`}
      onClick={() => buy({ kind: 'plan', plan: plan.slug, cycle })}
    >
      {words}
    </Button>
  );
}

type ChangeProps = Pick<CardProps, 'plan' | 'cycle' | 'whyNot' | 'paying'> & { paid: Subscription };

function ChangeTo({ plan, cycle, paid, paying, whyNot }: ChangeProps) {
  const { order, isPending } = usePaymentOrder();
  if (paid.plan === plan.slug && paid.cycle === cycle) return null;
  const isWaiting = paid.scheduledPlan === plan.slug && paid.scheduledCycle === cycle;
  const there = paying.providers.find(({ name }) => name === paid.provider);
  const cannot = there?.canChangePlan
    ? undefined
    : 'This cannot be changed there. Cancel, and subscribe again.';
  const isUnderWay = paying.orders.some(({ subscriptionId }) => subscriptionId === paid.id);
  if (isWaiting) return <p className="text-sm text-soft">Comes when what is paid for is over.</p>;
  return (
    <Button
      busy={isPending || isUnderWay}
      disabledReason={whyNot ?? cannot}
      reasonShown={false}
      onClick={() => order({ kind: 'change_plan', subscriptionId: paid.id, plan: plan.slug, cycle })}
    >
      {paid.plan === plan.slug ? `Pay by the ${cycle}` : `Change to ${plan.name}`}
    </Button>
  );
}
