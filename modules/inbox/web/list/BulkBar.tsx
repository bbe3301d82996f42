import { useQuery } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import { useEffect, useEffectEvent } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { ApiError, q } from '../../../../web/kit/api.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Progress } from '../../../../web/kit/Progress.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { type Bulk, type BulkId, getBulk, putBulkCancellation, putBulkUndoing } from '../../bulk/contract.ts';
import { useInbox } from '../inbox.ts';
import { count } from '../words.ts';
import { bulkStale } from './bulk-deeds.ts';
import { showBulk } from './bulk-now.ts';
import { doingWords, doneWords, restWords } from './bulk-words.ts';

/** Told by events, and asked for all the same: one may be missed, and somebody looks at it. */
const askAgainMs = 1_500;
const putAway = () => showBulk(undefined);

/** How far it is that is done with many, what came of it, and the way back. */
export default function BulkBar({ id }: { id: string }) {
  const params = { workspaceId: useInbox().at.workspaceId, bulkId: id as BulkId };
  const { data, error, refetch } = useQuery({
    ...q(getBulk, { params }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? askAgainMs : false),
  });
  const isGone = error instanceof ApiError && error.status === 404;
  useEffect(() => {
    if (isGone) putAway();
  }, [isGone]);
  if (data) return <Known bulk={data} />;
  if (!error || isGone) return <div className="h-15 border-b border-line" />;
  return (
    <div
      role="alert"
      className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4 text-sm text-danger"
    >
      <span className="flex-1">How far it is cannot be told.</span>
      <Button size="small" look="quiet" onClick={() => void refetch()}>
        Try again
      </Button>
      <IconButton size="small" icon={X} label="Put away" onClick={putAway} />
    </div>
  );
}

const isUnderWay = ({ state, undoUntil, doneCount }: Bulk): boolean =>
  state === 'running' || state === 'undoing' || (state === 'cancelled' && !undoUntil && doneCount > 0);

function Known({ bulk }: { bulk: Bulk }) {
  const params = { workspaceId: useInbox().at.workspaceId, bulkId: bulk.id };
  const options = { stale: bulkStale };
  const stop = useSend(putBulkCancellation, { ...options, failureTitle: 'It goes on' });
  useToldWhenUndone(bulk);
  if (bulk.state === 'undone') return null;
  if (bulk.state === 'running' || bulk.state === 'undoing') {
    const { doneCount, undoneCount, changedCount, itemsCount } = bulk;
    const isUndoing = bulk.state === 'undoing';
    return (
      <div className="border-b border-line px-4 py-2.5">
        <Progress
          label={doingWords(bulk)}
          done={isUndoing ? undoneCount : doneCount}
          of={Math.max(isUndoing ? changedCount : itemsCount, 1)}
          onCancel={isUndoing ? undefined : () => stop.send({ params })}
          cancelling={stop.isPending}
        />
      </div>
    );
  }
  return <Result bulk={bulk} />;
}

function Result({ bulk }: { bulk: Bulk }) {
  const params = { workspaceId: useInbox().at.workspaceId, bulkId: bulk.id };
  const undo = useSend(putBulkUndoing, { stale: bulkStale, failureTitle: 'It stays as it is' });
  const canUndo = bulk.undoUntil !== null && bulk.changedCount > 0;
  const putBack = () => undo.send({ params });
  useActions(
    canUndo
      ? [{ id: 'inbox.undo-bulk', title: `Undo: ${doneWords(bulk)}`, group: 'In the list', run: putBack }]
      : [],
  );
  return (
    <div className="flex items-center gap-1 border-b border-line py-2 pr-2 pl-4">
      <p role="status" className="min-w-0 flex-1 text-sm">
        <span className="text-ink">{doneWords(bulk)}</span>
        {restWords(bulk) && <span className="block text-soft">{restWords(bulk)}</span>}
      </p>
      {canUndo && (
        <Button size="small" look="quiet" className="text-accent!" busy={undo.isPending} onClick={putBack}>
          Undo
        </Button>
      )}
      <IconButton size="small" icon={X} label="Put away" onClick={putAway} />
    </div>
  );
}

/** All is as it was: there is nothing left to show. */
function useToldWhenUndone(bulk: Bulk) {
  const isUndone = bulk.state === 'undone';
  const tell = useEffectEvent(() => {
    const others = bulk.changedCount - bulk.undoneCount;
    toast({
      title: `${count(bulk.undoneCount, 'conversation')} put back`,
      ...(others > 0 && { body: `${others.toLocaleString('en')} had been changed since.` }),
    });
    putAway();
  });
  useEffect(() => {
    if (isUndone) tell();
  }, [isUndone]);
}
