import type { LoaderFunctionArgs } from 'react-router';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { ApprovalId, ApprovalStatus, approvalStatuses, listApprovals } from '../../contract.ts';
import { approvalLabels } from '../decisions/words.ts';
import { Chips } from '../queue/Chips.tsx';
import { QueueList } from '../queue/QueueList.tsx';
import { NothingOpen, QueuePage } from '../queue/QueuePage.tsx';
import { useQueue } from '../queue/useQueue.ts';
import { ApprovalPane } from './ApprovalPane.tsx';
import { ApprovalRow } from './ApprovalRow.tsx';
import { useWhyNotDecide } from './deeds.ts';

const group = 'Approvals';

/** Begun, not waited for: the page stands at once, and its list says that it is loading. */
export function loader({ params, request }: LoaderFunctionArgs) {
  const ask = listApprovals.params.parse({ workspaceId: params.workspaceId });
  const status = statusIn(new URL(request.url).searchParams.get('status') ?? '');
  void queryClient.prefetchInfiniteQuery(pagesOf(listApprovals, { params: ask, query: { status } }));
  return null;
}

const statusIn = (text: string): ApprovalStatus => ApprovalStatus.safeParse(text).data ?? 'waiting';
const options = approvalStatuses.map((value) => ({ value, label: approvalLabels[value] }));

/** What the machine would say and may not by itself: one after the other, by the keyboard. */
export default function ApprovalsPage() {
  const workspaceId = useHere().workspace.id;
  const { filters, change } = useFilters(['status']);
  const status = statusIn(filters.status);
  const pages = usePages(listApprovals, { params: { workspaceId }, query: { status } });
  const queue = useQueue(pages, group);
  const whyNot = useWhyNotDecide();
  const openId = ApprovalId.safeParse(queue.openId).data;
  return (
    <QueuePage
      title="Approvals"
      list={
        <QueueList
          label="Approvals"
          pages={pages}
          queue={queue}
          head={
            <>
              <Chips
                label="Which ones"
                options={options}
                value={status}
                onChange={(next) => change('status', next === 'waiting' ? '' : next)}
              />
              {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
            </>
          }
          row={(approval) => <ApprovalRow approval={approval} />}
          empty={<NoApprovals status={status} />}
        />
      }
      opened={
        openId ? (
          <ApprovalPane key={openId} id={openId} queue={queue} group={group} />
        ) : (
          <NothingOpen>Choose an answer to read it with its conversation.</NothingOpen>
        )
      }
    />
  );
}

const NoApprovals = ({ status }: { status: ApprovalStatus }) =>
  status === 'waiting' ? (
    <Empty title="Nothing waits">
      What a persona may not send by itself is held here until somebody allows it.
    </Empty>
  ) : (
    <Empty title="None of these">{emptyWords[status]}</Empty>
  );

const emptyWords: Record<Exclude<ApprovalStatus, 'waiting'>, string> = {
  approved: 'Answers that somebody allowed stand here.',
  rejected: 'Answers that somebody rejected stand here, with the reason.',
  expired: 'Answers that nobody decided about in time stand here.',
  overtaken: 'Answers that a person was faster than stand here.',
};
