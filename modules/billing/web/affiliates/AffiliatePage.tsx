import { useEffect, useRef } from 'react';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import {
  type AffiliateDashboard,
  commissionMonths,
  defaultRatePpm,
  getAffiliate,
  listOwnCommissions,
  listOwnPayouts,
} from '../../contract.ts';
import { askAgainMs } from '../moving.ts';
import { ApplicationForm } from './ApplicationForm.tsx';
import { Earnings } from './Earnings.tsx';
import { LinkSection } from './LinkSection.tsx';
import { affiliateWords, percent } from './words.ts';

export async function loader() {
  await queryClient.ensureQueryData(q(getAffiliate));
  return null;
}

const hint = `Whoever comes by your link and pays earns you a share of it for ${commissionMonths} months, ${percent(defaultRatePpm)} unless another is agreed on.`;

export default function AffiliatePage() {
  const dashboard = useLoaded({ ...q(getAffiliate), refetchInterval: askAgainMs });
  useListsRead(dashboard);
  const { affiliate } = dashboard;
  return (
    <Page
      title="Affiliate"
      hint={hint}
      actions={
        affiliate && (
          <Badge tone={affiliateWords[affiliate.status].tone}>{affiliateWords[affiliate.status].label}</Badge>
        )
      }
    >
      <Part dashboard={dashboard} />
    </Page>
  );
}

/** What is paid by others is told by no event: whoever looks asks again, and reads the lists where a sum is another. */
function useListsRead({ sums }: AffiliateDashboard): void {
  const known = useRef(sums);
  useEffect(() => {
    if (known.current === sums) return;
    known.current = sums;
    for (const { path } of [listOwnCommissions, listOwnPayouts])
      void queryClient.invalidateQueries({ queryKey: [path] });
  }, [sums]);
}

function Part({ dashboard }: { dashboard: AffiliateDashboard }) {
  const { affiliate } = dashboard;
  if (!affiliate || affiliate.status === 'applied' || affiliate.status === 'rejected')
    return <ApplicationForm affiliate={affiliate} />;
  return (
    <>
      {affiliate.status === 'suspended' ? (
        <div className="flex max-w-prose flex-col gap-2 pt-4 pb-8">
          {affiliate.decisionNote && <p className="break-words">{affiliate.decisionNote}</p>}
          <p className="text-soft">
            Your link leads nowhere for now, and nothing is earned or paid out. What you earned before stays
            yours.
          </p>
        </div>
      ) : (
        <LinkSection affiliate={affiliate} ratePpm={dashboard.ratePpm} />
      )}
      <Earnings dashboard={dashboard} />
    </>
  );
}
