import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Card, Section } from '../../../../web/kit/Section.tsx';
import type { Paying } from '../../paying/contract.ts';
import type { Cycle, Plan, PlansOnOffer, Subscription } from '../../plans/contract.ts';
import { KeepsFocus } from '../KeepsFocus.tsx';
import { PayAt } from './PayAt.tsx';
import { type Till, useCheckout, usePaymentOrder } from './usePaying.ts';
import {
  cyclesSold,
  givenWords,
  paidOf,
  priceOf,
  priceWords,
  providerOf,
  soldBy,
  whyNoChange,
} from './words.ts';

interface Props {
  plans: PlansOnOffer;
  paying: Paying;
  cycle: Cycle;
  till: Till;
  whyNot: string | undefined;
  onCycle: (cycle: Cycle) => void;
}

const usualHint =
  'A better plan counts at once, and only its difference is charged. A smaller one waits until what is paid for is over.';

export function PlansSection({ plans, paying, cycle, till, whyNot, onCycle }: Props) {
  const paid = paidOf(plans);
  const cannot = paid && whyNoChange(paid, providerOf(paying, paid));
  const canChange = paid ? cannot === undefined : till.here?.canChangePlan;
  return (
    <Section
      title="All plans"
      hint={canChange ? usualHint : cannot}
      actions={cyclesSold(plans.plans).length > 1 && <CycleSwitch cycle={cycle} onCycle={onCycle} />}
    >
      <KeepsFocus />
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {plans.plans.map((plan) => (
          <li key={plan.slug} className="row-span-4 grid grid-cols-1 grid-rows-subgrid">
            <PlanCard {...{ plan, plans, paying, cycle, till }} whyNot={whyNot ?? cannot} />
          </li>
        ))}
      </ul>
      {!paid && (
        <PayAt till={till} whyNot={whyNot}>
          A plan that is paid for there cannot be changed to another, and its card is looked after there.
        </PayAt>
      )}
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

/** Name, price, what it gives and what can be done stand in line with those of the plans beside it. */
function PlanCard({ plan, plans, paying, cycle, till, whyNot }: CardProps) {
  const isCurrent = plan.slug === plans.currentPlan;
  return (
    <Card
      className={cx('row-span-4 grid grid-cols-1 grid-rows-subgrid', isCurrent && 'outline-2 outline-accent')}
    >
      <div>
        <h3 className="flex flex-wrap items-baseline justify-between gap-x-2">
          <span className="title text-lg">{plan.name}</span>
          {isCurrent ? <Badge tone="accent">Yours</Badge> : plan.isFeatured && <Badge>Recommended</Badge>}
        </h3>
        {plan.description && <p className="mt-1 text-sm text-soft">{plan.description}</p>}
      </div>
      <Price plan={plan} wanted={cycle} canTry={plans.canTry} />
      <ul className="flex flex-col gap-1 text-sm text-soft">
        {givenWords(plan).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div>
        <Step {...{ plan, plans, paying, cycle, till, whyNot, isCurrent }} />
      </div>
    </Card>
  );
}

function Price({ plan, wanted, canTry }: { plan: Plan; wanted: Cycle; canTry: boolean }) {
  const cycle = soldBy(plan, wanted);
  if (!cycle) return <p className="title text-2xl">{plan.isFree ? 'Free' : 'By agreement'}</p>;
  return (
    <p>
      <span className="title block text-2xl tabular-nums">{dollars(priceOf(plan, cycle))}</span>
      <span className="text-sm text-soft">
        {priceWords(plan, cycle, canTry)}
        {cycle !== wanted && `: this one is paid by the ${cycle} only`}
      </span>
    </p>
  );
}

/** What can be done with a plan, from where one is. */
function Step({ isCurrent, ...card }: CardProps & { isCurrent: boolean }) {
  const { plan, plans, paying, cycle: wanted, till, whyNot } = card;
  const paid = paidOf(plans);
  const cycle = soldBy(plan, wanted);
  if (!cycle || plan.isFree || plan.retiredAt) return null;
  if (!paid) return isCurrent ? null : <Subscribe {...{ plan, plans, cycle, till, whyNot }} />;
  return <ChangeTo {...{ plan, cycle, paid, paying, whyNot }} />;
}

function Subscribe({ plan, plans, cycle, till, whyNot }: Omit<CardProps, 'paying'>) {
  const { buy, isPending } = useCheckout(till);
  const isTried = plans.canTry && plan.trialDays > 0;
  return (
    <Button
      look={plan.isFeatured ? 'primary' : 'plain'}
      busy={isPending}
      disabledReason={whyNot}
      reasonShown={false}
      aria-label={isTried ? `Try it: ${plan.name}` : `Subscribe to ${plan.name}`}
      onClick={() => buy({ kind: 'plan', plan: plan.slug, cycle })}
    >
      {isTried ? 'Try it' : 'Subscribe'}
    </Button>
  );
}

type ChangeProps = Pick<CardProps, 'plan' | 'cycle' | 'whyNot' | 'paying'> & { paid: Subscription };

function ChangeTo({ plan, cycle, paid, paying, whyNot }: ChangeProps) {
  const { order, isPending } = usePaymentOrder();
  const isSame = paid.plan === plan.slug;
  if (isSame && paid.cycle === cycle) return null;
  const isWaiting = paid.scheduledPlan === plan.slug && paid.scheduledCycle === cycle;
  const isUnderWay = paying.orders.some(({ subscriptionId }) => subscriptionId === paid.id);
  if (isWaiting) return <p className="text-sm text-soft">Comes when what is paid for is over.</p>;
  return (
    <Button
      busy={isPending || isUnderWay}
      disabledReason={whyNot}
      reasonShown={false}
      {...(!isSame && { 'aria-label': `Change to ${plan.name}` })}
      onClick={() => order({ kind: 'change_plan', subscriptionId: paid.id, plan: plan.slug, cycle })}
    >
      {isSame ? `Pay by the ${cycle}` : 'Change'}
    </Button>
  );
}
