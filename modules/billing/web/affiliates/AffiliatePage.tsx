import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { type AffiliateDashboard, commissionMonths, defaultRatePpm, getAffiliate } from '../../contract.ts';
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
  const dashboard = useLoaded(q(getAffiliate));
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

function Part({ dashboard }: { dashboard: AffiliateDashboard }) {
  const { affiliate } = dashboard;
  if (!affiliate || affiliate.status === 'applied' || affiliate.status === 'rejected')
    return <ApplicationForm affiliate={affiliate} />;
  return (
    <>
      {affiliate.status === 'suspended' ? (
        <p className="max-w-prose py-4 text-soft">
          Your link leads nowhere for now, and nothing is earned or paid out. What you earned before stays
          yours.
          {affiliate.decisionNote && <> {affiliate.decisionNote}</>}
        </p>
      ) : (
        <LinkSection affiliate={affiliate} ratePpm={dashboard.ratePpm} />
      )}
      <Earnings dashboard={dashboard} />
    </>
  );
}
