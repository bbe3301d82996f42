import type { LoaderFunctionArgs } from 'react-router';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  EscalationId,
  type EscalationList,
  EscalationReason,
  escalationLists,
  escalationReasons,
  listEscalations,
} from '../../contract.ts';
import { reasonLabels } from '../decisions/words.ts';
import { Chips } from '../queue/Chips.tsx';
import { QueueList } from '../queue/QueueList.tsx';
import { NothingOpen, QueuePage } from '../queue/QueuePage.tsx';
import { useQueue } from '../queue/useQueue.ts';
import { useWhyNotResolve } from './deeds.ts';
import { EscalationPane } from './EscalationPane.tsx';
import { EscalationRow } from './EscalationRow.tsx';

const group = 'Escalations';

/** Begun, not waited for: the page stands at once, and its list says that it is loading. */
export function loader({ params, request }: LoaderFunctionArgs) {
  const ask = listEscalations.params.parse({ workspaceId: params.workspaceId });
  const search = new URL(request.url).searchParams;
  const query = queryOf({ list: search.get('list') ?? '', reason: search.get('reason') ?? '' });
  void queryClient.prefetchInfiniteQuery(pagesOf(listEscalations, { params: ask, query }));
  return null;
}

const listIn = (text: string): EscalationList => escalationLists.find((list) => list === text) ?? 'open';
function queryOf(filters: { readonly list: string; readonly reason: string }) {
  const reason = EscalationReason.safeParse(filters.reason).data;
  return { list: listIn(filters.list), ...(reason && { reason }) };
}

const listLabels: Record<EscalationList, string> = {
  open: 'Open',
  untold: 'Nobody told',
  resolved: 'Seen to',
};
const lists = escalationLists.map((value) => ({ value, label: listLabels[value] }));
const reasons = [
  { value: '', label: 'Every reason' },
  ...escalationReasons.map((value) => ({ value, label: reasonLabels[value] })),
];

/** Where a person is needed: what is due first stands first. */
export default function EscalationsPage() {
  const workspaceId = useHere().workspace.id;
  const { filters, change, any } = useFilters(['list', 'reason']);
  const query = queryOf(filters);
  const pages = usePages(listEscalations, { params: { workspaceId }, query });
  const queue = useQueue(pages, group);
  const whyNot = useWhyNotResolve();
  const openId = EscalationId.safeParse(queue.openId).data;
  return (
    <QueuePage
      title="Escalations"
      list={
        <QueueList
          label="Escalations"
          pages={pages}
          queue={queue}
          head={
            <div className="flex flex-col gap-2">
              <Chips
                label="Which ones"
                options={lists}
                value={query.list}
                onChange={(next) => change('list', next === 'open' ? '' : next)}
              />
              <Select
                name="reason"
                label="Reason"
                placeholder="Every reason"
                options={reasons}
                value={filters.reason}
                onChange={(next) => change('reason', next)}
              />
              {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
            </div>
          }
          row={(escalation) => <EscalationRow escalation={escalation} />}
          empty={<NoEscalations isNarrowed={any} />}
        />
      }
      opened={
        openId ? (
          <EscalationPane key={openId} id={openId} queue={queue} group={group} />
        ) : (
          <NothingOpen>Choose a case to see what is needed.</NothingOpen>
        )
      }
    />
  );
}

const NoEscalations = ({ isNarrowed }: { isNarrowed: boolean }) =>
  isNarrowed ? (
    <Empty title="None of these">Cases that are so stand here.</Empty>
  ) : (
    <Empty title="Nobody needs a person">
      What the machine does not know, or should not answer, is handed over here with what it would have said.
    </Empty>
  );
