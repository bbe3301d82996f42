import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { administratorsLoader, forAdministrators } from '../../../../web/shared.ts';
import { listAllPacks, listAllPlans } from '../../administering/contract.ts';
import type { CreditPack, Plan } from '../../plans/contract.ts';
import { PackRow } from './PackRow.tsx';
import { PlanRow } from './PlanRow.tsx';

const PlanDialog = lazy(() => import('./PlanDialog.tsx'));
const PackDialog = lazy(() => import('./PackDialog.tsx'));

export const loader = administratorsLoader(() =>
  Promise.all([queryClient.ensureQueryData(q(listAllPlans)), queryClient.ensureQueryData(q(listAllPacks))]),
);
export default forAdministrators('Plans', PlansPage);

/** One that is there, or none yet. */
type Edited<T> = { readonly before: T | undefined };

function PlansPage() {
  const [plan, setPlan] = useState<Edited<Plan>>();
  const [pack, setPack] = useState<Edited<CreditPack>>();
  return (
    <Page title="Plans" hint="What this installation offers, what it costs, and what it gives and allows.">
      <Plans onEdit={(before) => setPlan({ before })} />
      <Packs onEdit={(before) => setPack({ before })} />
      <Suspense>
        {plan && <PlanDialog plan={plan.before} onClose={() => setPlan(undefined)} />}
        {pack && <PackDialog pack={pack.before} onClose={() => setPack(undefined)} />}
      </Suspense>
    </Page>
  );
}

function Plans({ onEdit }: { onEdit: (plan: Plan | undefined) => void }) {
  const { plans } = useLoaded(q(listAllPlans));
  return (
    <Section
      title="Plans"
      hint="What one gives holds from the next week and month on."
      actions={
        <Button icon={Plus} onClick={() => onEdit(undefined)}>
          Add plan
        </Button>
      }
    >
      <ul aria-label="Plans">
        {plans.map((plan) => (
          <PlanRow key={plan.slug} plan={plan} onEdit={() => onEdit(plan)} />
        ))}
      </ul>
    </Section>
  );
}

function Packs({ onEdit }: { onEdit: (pack: CreditPack | undefined) => void }) {
  const { packs } = useLoaded(q(listAllPacks));
  return (
    <Section
      title="Credits"
      hint="What can be bought at once. It may give more than it costs."
      actions={
        <Button icon={Plus} onClick={() => onEdit(undefined)}>
          Add credits
        </Button>
      }
    >
      {packs.length === 0 ? (
        <Empty title="No credits on offer">
          Add some, so that a workspace can go on when its plan is used up.
        </Empty>
      ) : (
        <ul aria-label="Credits">
          {packs.map((pack) => (
            <PackRow key={pack.slug} pack={pack} onEdit={() => onEdit(pack)} />
          ))}
        </ul>
      )}
    </Section>
  );
}
