import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { q } from '../../../../web/kit/api.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Failed, Loading, ReadOnlyNote, Refused } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { readWorkspace } from '../../../../web/session.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getPaying, type Paying } from '../../paying/contract.ts';
import { type Cycle, getPlans, type PlansOnOffer } from '../../plans/contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { CurrentSection } from './CurrentSection.tsx';
import { PacksSection } from './PacksSection.tsx';
import { PastDueNote } from './PastDueNote.tsx';
import { PlansSection } from './PlansSection.tsx';
import { useTill } from './usePaying.ts';
import { paidOf } from './words.ts';

export async function loader({ params }: LoaderFunctionArgs) {
  await readWorkspace(params.workspaceId);
  return null;
}

export default function PlansPage() {
  const whyNotRead = useWhyNotMay('billing.read', 'see its plan');
  const whyNot = useWhyNotMay('billing.manage', 'change its plan');
  const workspaceId = useHere().workspace.id;
  return (
    <Page
      title="Plans"
      hint="What your workspace has subscribed to, what else there is, and credits to buy."
      actions={
        !whyNotRead && <ButtonLink to={paths.invoices({ workspaceId })}>Invoices and payments</ButtonLink>
      }
    >
      {whyNotRead ? (
        <Refused>{whyNotRead}</Refused>
      ) : (
        <>
          {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
          <Loaded whyNot={whyNot} />
        </>
      )}
    </Page>
  );
}

function Loaded({ whyNot }: { whyNot: string | undefined }) {
  const params = { workspaceId: useHere().workspace.id };
  const plans = useQuery(q(getPlans, { params }));
  const paying = useQuery(q(getPaying, { params }));
  const failed = [plans, paying].find((one) => one.isError && !one.data);
  if (failed) return <Failed error={failed.error!} again={() => void failed.refetch()} />;
  if (!plans.data || !paying.data) return <Loading label="Loading plans" />;
  return <Sections plans={plans.data} paying={paying.data} whyNot={whyNot} />;
}

interface SectionsProps {
  plans: PlansOnOffer;
  paying: Paying;
  whyNot: string | undefined;
}

function Sections({ plans, paying, whyNot }: SectionsProps) {
  const paid = paidOf(plans);
  const [cycle, setCycle] = useState<Cycle>(paid?.cycle ?? 'month');
  const till = useTill(paying);
  const isOpen = paying.providers.length > 0;
  const cannotPay = isOpen ? undefined : 'Nobody takes payments for this installation yet.';
  return (
    <>
      {!isOpen && (
        <p className="mb-6 text-soft">
          Nobody takes payments for this installation yet. Whoever looks after it can set up Stripe or Whop.
        </p>
      )}
      <PastDueNote paying={paying} whyNot={whyNot} />
      <CurrentSection plans={plans} paying={paying} whyNot={whyNot} />
      <PlansSection {...{ plans, paying, cycle, till }} whyNot={whyNot ?? cannotPay} onCycle={setCycle} />
      <PacksSection packs={plans.packs} till={till} whyNot={whyNot ?? cannotPay} />
    </>
  );
}
