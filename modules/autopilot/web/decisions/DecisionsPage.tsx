import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import { q, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { ChannelMark } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type Decision, getDecisionStats, listDecisions } from '../../contract.ts';
import { Filters, useWanted } from './Filters.tsx';
import { Stats } from './Stats.tsx';
import { outcomeOf, percent, ruleLabel } from './words.ts';

/** Begun, not waited for: the page stands at once, and says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = getDecisionStats.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchQuery(q(getDecisionStats, { params: ask }));
  return null;
}

export default function DecisionsPage() {
  const { workspace } = useHere();
  const navigate = useNavigate();
  const params = { workspaceId: workspace.id };
  const wanted = useWanted();
  const pages = usePages(listDecisions, { params, query: wanted.query });
  return (
    <Page title="Decisions" hint="What the machine made of each message and comment, and why.">
      <Stats />
      <Filters wanted={wanted} />
      <Table
        label="Decisions"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ messageText }) => messageText}
        onOpen={({ id }) => void navigate(paths.decision({ ...params, decisionId: id }))}
        empty={<NoDecisions isNarrowed={wanted.any} settings={paths.autopilot(params)} />}
      />
    </Page>
  );
}

const columns: readonly Column<Decision>[] = [
  {
    title: 'What they wrote',
    width: 'minmax(0,3fr)',
    cell: ({ messageText, thread }) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <ChannelMark platform={thread.platform} size="tiny" />
        <span className="min-w-0">
          <span className="block truncate">{messageText || 'Something without words'}</span>
          <span className="block truncate text-sm text-faint">{thread.personName}</span>
        </span>
      </span>
    ),
    onPhone: 'title',
  },
  {
    title: 'Outcome',
    width: '8rem',
    cell: (decision) => {
      const { label, tone } = outcomeOf(decision);
      return <Badge tone={tone}>{label}</Badge>;
    },
    onPhone: 'corner',
  },
  {
    title: 'By',
    width: 'minmax(0,2fr)',
    cell: ({ matchedRule, reason }) => (
      <span className="block truncate text-soft" title={reason ?? undefined}>
        {matchedRule ? ruleLabel(matchedRule) : (reason ?? 'Not decided yet')}
      </span>
    ),
    onPhone: 'line',
  },
  {
    title: 'Sure',
    width: '4.5rem',
    align: 'end',
    cell: ({ confidence }) => <span className="tabular-nums">{percent(confidence)}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    cell: ({ createdAt }) => (
      <span className="text-faint">
        <Time at={createdAt} />
      </span>
    ),
    onPhone: 'line',
  },
];

const NoDecisions = ({ isNarrowed, settings }: { isNarrowed: boolean; settings: string }) =>
  isNarrowed ? (
    <Empty title="None of these">Nothing was decided so, in this time.</Empty>
  ) : (
    <Empty
      title="Nothing was decided yet"
      actions={
        <ButtonLink look="primary" to={settings}>
          Set up the autopilot
        </ButtonLink>
      }
    >
      Once the autopilot is on, every message and comment stands here with what became of it.
    </Empty>
  );
