import { useQuery } from '@tanstack/react-query';
import type { LoaderFunctionArgs } from 'react-router';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty, Failed, Loading, Refused } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { readWorkspace } from '../../../../web/session.ts';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getQuotas, getUsage, listCaps, type Usage } from '../../using/contract.ts';
import { periodOf, spans } from '../costs/period.ts';
import { askAgainMs } from '../moving.ts';
import { useWhyNotMay } from '../rights.ts';
import { CapsSection } from './CapsSection.tsx';
import { DaysSection } from './DaysSection.tsx';
import { EventsSection } from './EventsSection.tsx';
import { Headline } from './Headline.tsx';
import { QuotasSection } from './QuotasSection.tsx';
import { SumsSection } from './SumsSection.tsx';

/** Begun, not waited for; and not where it would only be refused. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const workspace = await readWorkspace(params.workspaceId);
  if (!workspace?.permissions.includes('billing.read')) return null;
  const ask = getUsage.params.parse({ workspaceId: params.workspaceId });
  const query = periodOf(new URL(request.url).searchParams.get('days') ?? '', new Date());
  void queryClient.prefetchQuery(q(getUsage, { params: ask, query }));
  void queryClient.prefetchQuery(q(getQuotas, { params: ask }));
  void queryClient.prefetchQuery(q(listCaps, { params: ask }));
  return null;
}

export default function UsagePage() {
  const { workspace } = useHere();
  const whyNot = useWhyNotMay('billing.read', 'see what is used');
  return (
    <Page
      title="Usage"
      hint="What your workspace used, what that cost, and how much more it may."
      actions={!whyNot && <ButtonLink to={paths.wallet({ workspaceId: workspace.id })}>Wallet</ButtonLink>}
    >
      {whyNot ? <Refused>{whyNot}</Refused> : <Used />}
    </Page>
  );
}

function Used() {
  const { workspace } = useHere();
  const { filters, change } = useFilters(['days']);
  const period = periodOf(filters.days, new Date());
  const params = { workspaceId: workspace.id };
  const usage = useQuery({ ...q(getUsage, { params, query: period }), refetchInterval: askAgainMs });
  // What it allows stands in the middle: shown later, it would push away what is being read.
  const { isPending: isQuotaPending } = useQuery(q(getQuotas, { params }));
  if (usage.isError && !usage.data) return <Failed error={usage.error} again={() => void usage.refetch()} />;
  return (
    <>
      <search aria-label="Usage" className="mb-6 block w-52">
        <Select
          name="days"
          label="Time"
          placeholder="This month"
          options={spans}
          value={filters.days}
          onChange={(value) => change('days', value)}
        />
      </search>
      {usage.data && !isQuotaPending ? (
        <Figures usage={usage.data} period={period} />
      ) : (
        <Loading label="Loading what was used" />
      )}
    </>
  );
}

function Figures({ usage, period }: CourseProps) {
  const isUsed = usage.total.uses > 0;
  return (
    <>
      <Course usage={usage} period={period} />
      <QuotasSection />
      {isUsed && <SumsSection usage={usage} />}
      <CapsSection />
      {isUsed && <EventsSection usage={usage} />}
    </>
  );
}

interface CourseProps {
  usage: Usage;
  period: ReturnType<typeof periodOf>;
}

function Course({ usage, period }: CourseProps) {
  if (usage.total.uses === 0)
    return (
      <Empty title="Nothing was used in this time">
        As soon as the autopilot answers somebody, a message goes out or a channel is synced, this is where
        you see it, and what it cost.
      </Empty>
    );
  return (
    <>
      <Headline total={usage.total} />
      <DaysSection usage={usage} period={period} />
    </>
  );
}
