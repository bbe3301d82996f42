import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Empty, Refused } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import type { Account } from '../../accounts/contract.ts';
import { type Call, deleteCall, listCalls, listLimits } from '../../calls/contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { callKindLabels, callStatusLabels, callStatusTones, count, heldLabels, sentence } from '../words.ts';
import { useAt } from './useAt.ts';

/** What was done there in its name. */
export function CallsSection({ account }: { account: Account }) {
  const whyNot = useWhyNotMay('connections.read_events', 'see what was done on its accounts');
  return whyNot ? <Refused>{whyNot}</Refused> : <Calls account={account} />;
}

function Calls({ account }: { account: Account }) {
  const at = useAt(account);
  const whyNot = useWhyNotMay('connections.operate', 'take back what waits');
  const pages = usePages(listCalls, { params: at, query: {} });
  const back = useSend(deleteCall, {
    stale: [[listCalls.path], [listLimits.path]],
    failureTitle: 'This was not taken back',
    onReply: () => toast({ title: 'It is taken back' }),
  });
  const takeBack = whyNot
    ? undefined
    : ({ id }: Call) => back.send({ params: { workspaceId: at.workspaceId, callId: id } });
  return (
    <Table
      label="Calls"
      columns={columnsOf(takeBack, back.isPending)}
      pages={pages}
      rowId={({ id }) => id}
      rowName={({ kind }) => callKindLabels[kind]}
      empty={
        <Empty title="Nothing was done yet">
          What goes out in the name of {account.displayName} stands here: answers, replies, posts.
        </Empty>
      }
    />
  );
}

const columnsOf = (takeBack: ((call: Call) => void) | undefined, busy: boolean): readonly Column<Call>[] => [
  {
    title: 'What',
    width: 'minmax(0,1.6fr)',
    cell: ({ kind, requestedBy }) => (
      <>
        <span className="block truncate">{callKindLabels[kind]}</span>
        <span className="block truncate text-sm text-faint">
          {requestedBy ? (requestedBy.name ?? 'Somebody who left') : 'By Stoa itself'}
        </span>
      </>
    ),
    onPhone: 'title',
  },
  {
    title: 'State',
    width: '6.5rem',
    cell: ({ status }) => <Badge tone={callStatusTones[status]}>{callStatusLabels[status]}</Badge>,
    onPhone: 'line',
  },
  {
    title: 'Why',
    width: 'minmax(0,2fr)',
    cell: (call) => <span className="block truncate text-sm text-soft">{whyOf(call)}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'Asked for',
    width: '7.5rem',
    align: 'end',
    cell: ({ createdAt }) => (
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
    ),
    onPhone: 'line',
  },
  {
    title: 'Actions',
    untitled: true,
    width: '6.5rem',
    align: 'end',
    cell: (call) =>
      takeBack &&
      call.status === 'queued' && (
        <Button size="small" busy={busy} onClick={() => takeBack(call)}>
          Take back
        </Button>
      ),
    onPhone: 'corner',
  },
];

function whyOf({ status, heldReason, notBefore, failureCode, platformCode, attempts }: Call) {
  if (status === 'queued' && heldReason) {
    return (
      <>
        {heldLabels[heldReason]}
        {notBefore && (
          <>
            , goes <Time at={notBefore} />
          </>
        )}
      </>
    );
  }
  if (failureCode) return `${sentence(failureCode)}${platformCode ? ` (${platformCode})` : ''}`;
  return attempts > 1 ? count(attempts, 'attempt') : null;
}
