import { useNavigate } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Link } from '../../../../web/kit/Link.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { ChannelMark, TableLink } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listThreadCosts, type ThreadCost } from '../../costs/contract.ts';
import { count } from '../words.ts';

interface Props {
  period: { readonly from: string; readonly until: string };
}

/** For the screen of costs: with whom the money went. Opened, it is the conversation itself. */
export default function ConversationCosts(props: Props) {
  // Who may see money and not what is decided is left with the sums.
  return useHere().workspace.permissions.includes('autopilot.read') ? <Costs {...props} /> : null;
}

function Costs({ period }: Props) {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const pages = usePages(listThreadCosts, { params: { workspaceId }, query: period });
  const at = ({ id, kind }: ThreadCost) =>
    kind === 'comment'
      ? paths.comment({ workspaceId, commentId: id })
      : paths.conversation({ workspaceId, conversationId: id });
  return (
    <Section
      title="By conversation"
      hint="What deciding and answering came to with each person, the dearest first."
      actions={
        pages.items.length > 0 && (
          <TableLink path={`/w/${workspaceId}/autopilot/thread-costs.csv`} query={period} />
        )
      }
    >
      <Table
        label="Costs by conversation"
        columns={columnsOf(at)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ thread }) => thread.personName}
        onOpen={(row) => void navigate(at(row))}
        empty={
          <Empty title="No conversation cost anything in this time">
            What the autopilot thinks about for a customer stands here, with whom it was and what it came to.
          </Empty>
        }
      />
    </Section>
  );
}

const columnsOf = (at: (row: ThreadCost) => string): Column<ThreadCost>[] => [
  {
    title: 'With',
    width: 'minmax(0,1.6fr)',
    onPhone: 'title',
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <ChannelMark platform={row.thread.platform} size="tiny" />
        <span className="flex min-w-0 flex-col">
          <Link to={at(row)} className="truncate">
            {row.thread.personName}
          </Link>
          <span className="truncate text-sm text-faint">
            {row.kind === 'comment' ? `A comment, ${row.thread.channelName}` : row.thread.channelName}
          </span>
        </span>
      </span>
    ),
  },
  {
    title: 'Decided',
    width: '7rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ decisionsCount }) => count(decisionsCount, 'time'),
  },
  {
    title: 'Last',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ lastAt }) => <Time at={lastAt} />,
  },
  {
    title: 'Cost',
    width: '7rem',
    align: 'end',
    onPhone: 'corner',
    cell: ({ costMicro }) => <span className="tabular-nums">{dollars(costMicro)}</span>,
  },
];
