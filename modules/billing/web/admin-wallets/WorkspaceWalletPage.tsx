import Gift from 'lucide-react/icons/gift';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { administratorsLoader, forAdministrators } from '../../../../web/shared.ts';
import { getWalletOfWorkspace, type WalletOfWorkspace } from '../../administering/contract.ts';
import { KeepsFocus } from '../KeepsFocus.tsx';
import { BucketsSection } from '../wallet/BucketsSection.tsx';
import { Headline } from '../wallet/Headline.tsx';
import { bucketLabelsElsewhere } from '../wallet/words.ts';
import { setUnlimited, takePlan } from './deeds.ts';
import { subscriptionWords } from './words.ts';

const GiftDialog = lazy(() => import('./GiftDialog.tsx'));
const PlanChoiceDialog = lazy(() => import('./PlanChoiceDialog.tsx'));

const paramsOf = ({ workspaceId }: Readonly<Record<string, string | undefined>>) =>
  getWalletOfWorkspace.params.parse({ workspaceId });

export const loader = administratorsLoader(({ params }) =>
  queryClient.ensureQueryData(q(getWalletOfWorkspace, { params: paramsOf(params) })),
);
export default forAdministrators('Wallet', WorkspaceWalletPage);

function WorkspaceWalletPage() {
  const found = useLoaded(q(getWalletOfWorkspace, { params: paramsOf(useParams()) }));
  const [dialog, setDialog] = useState<'gift' | 'plan'>();
  const close = () => setDialog(undefined);
  return (
    <Page
      title={found.name}
      up={{ to: paths.adminWallets(), label: 'Wallets' }}
      hint="Whatever is changed here stands in the trail of the workspace."
      actions={
        <>
          <ButtonLink to={paths.adminPayments({ workspaceId: found.id })}>Payments</ButtonLink>
          <Button icon={Gift} onClick={() => setDialog('gift')}>
            Give credits
          </Button>
        </>
      }
    >
      <Headline wallet={found.wallet} />
      <BucketsSection wallet={found.wallet} labels={bucketLabelsElsewhere} />
      <PlanSection found={found} onChoose={() => setDialog('plan')} />
      <LimitSection found={found} />
      <Suspense>
        {dialog === 'gift' && <GiftDialog found={found} onClose={close} />}
        {dialog === 'plan' && <PlanChoiceDialog found={found} onClose={close} />}
      </Suspense>
    </Page>
  );
}

interface SectionProps {
  found: WalletOfWorkspace;
}

function PlanSection({ found, onChoose }: SectionProps & { onChoose: () => void }) {
  const { subscriptions, wallet } = found;
  const given = subscriptions.find(({ provider }) => provider === 'house');
  return (
    <Section
      title="Plan"
      hint="The best of what is open counts."
      actions={
        <>
          {given && <Button onClick={() => void takePlan(found, given.plan)}>Take it away</Button>}
          <Button onClick={onChoose}>{given ? 'Give another plan' : 'Give a plan'}</Button>
        </>
      }
    >
      <KeepsFocus />
      {subscriptions.length === 0 ? (
        <p className="text-soft">Nothing is subscribed to: it has {wallet.plan.name}.</p>
      ) : (
        <ul>
          {subscriptions.map((one) => (
            <li
              key={one.id}
              className="flex flex-wrap justify-between gap-x-6 border-b border-line py-2.5 last:border-0"
            >
              <span>{subscriptionWords(one)}</span>
              <span className="text-soft">
                {one.endsAt ? 'until ' : 'since '}
                <Time at={one.endsAt ?? one.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function LimitSection({ found }: SectionProps) {
  const since = found.wallet.unlimitedSince;
  return (
    <Section title="Limit">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-prose text-soft">
          {since ? (
            <>
              Nothing is refused since <Time at={since} />, as{' '}
              {found.unlimitedBy?.name ?? 'somebody who is gone'} said. What is used is written down.
            </>
          ) : (
            'It spends what it has, and no more.'
          )}
        </p>
        <Button onClick={() => void setUnlimited(found, since === null)}>
          {since ? 'Have it spend what it has' : 'Lift the limit'}
        </Button>
      </div>
    </Section>
  );
}
