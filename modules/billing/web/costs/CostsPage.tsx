import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { q } from '../../../../web/kit/api.ts';
import { lazyBeside } from '../../../../web/kit/beside.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty, Failed, Loading, Refused } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { readWorkspace } from '../../../../web/session.ts';
import { fetchConversationCosts, useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AiCosts, getAiCosts } from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { CallsSection } from './CallsSection.tsx';
import { DaysSection } from './DaysSection.tsx';
import { Headline } from './Headline.tsx';
import { MonthBar } from './MonthBar.tsx';
import { periodOf, spans } from './period.ts';
import { SumsSection } from './SumsSection.tsx';

/** The machine knows with whom it was, and billing knows nobody. */
const ConversationCosts = lazyBeside(fetchConversationCosts);

export async function loader({ params }: LoaderFunctionArgs) {
  await readWorkspace(params.workspaceId);
  return null;
}

export default function CostsPage() {
  const { workspace } = useHere();
  const whyNot = useWhyNotMay('billing.read', 'see what it costs');
  return (
    <Page
      title="Costs"
      hint="What your workspace’s models of AI were asked, and what that came to."
      actions={
        !whyNot && <ButtonLink to={paths.models({ workspaceId: workspace.id })}>Models and limit</ButtonLink>
      }
    >
      {whyNot ? <Refused>{whyNot}</Refused> : <Costs />}
    </Page>
  );
}

function Costs() {
  const { workspace } = useHere();
  const { filters, change } = useFilters(['days']);
  const period = periodOf(filters.days, new Date());
  const costs = useQuery(q(getAiCosts, { params: { workspaceId: workspace.id }, query: period }));
  if (costs.isError && !costs.data) return <Failed error={costs.error} again={() => void costs.refetch()} />;
  return (
    <>
      {costs.data ? <MonthBar month={costs.data.month} /> : <Loading label="Loading the costs" />}
      <search aria-label="Costs" className="mt-6 mb-6 block w-52">
        <Select
          name="days"
          label="Time"
          placeholder="This month"
          options={spans}
          value={filters.days}
          onChange={(value) => change('days', value)}
        />
      </search>
      {costs.data && <Figures costs={costs.data} period={period} />}
    </>
  );
}

interface FiguresProps {
  costs: AiCosts;
  period: ReturnType<typeof periodOf>;
}

function Figures({ costs, period }: FiguresProps) {
  if (costs.total.calls === 0)
    return (
      <Empty title="No model was asked in this time">
        As soon as the autopilot answers somebody, or reads what you have written down, this is where you see
        what that cost, call by call.
      </Empty>
    );
  return (
    <>
      <Headline total={costs.total} />
      <DaysSection costs={costs} period={period} />
      <SumsSection costs={costs} />
      <Suspense>
        <ConversationCosts period={period} />
      </Suspense>
      <CallsSection costs={costs} />
    </>
  );
}
