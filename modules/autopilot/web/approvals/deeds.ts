import { keyOf, queryClient } from '../../../../web/kit/api.ts';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere, useWhyNot } from '../../../../web/workspace.ts';
import {
  type Approval,
  approveAnswer,
  getApproval,
  getDecision,
  listApprovals,
  listDecisions,
  rejectAnswer,
} from '../../contract.ts';

/** Why this person decides about none of them; whoever has some places only is told by each. */
export function useWhyNotDecide(): string | undefined {
  const whyNot = useWhyNot('autopilot.approve', 'decide about answers');
  const { workspace } = useHere();
  const isSomewhere = workspace.locations.some(({ permissions }) =>
    permissions.includes('autopilot.approve'),
  );
  return isSomewhere ? undefined : whyNot;
}

const stale = [
  [listApprovals.path],
  [getApproval.path],
  [listDecisions.path],
  [getDecision.path],
  ['/w/:workspaceId/inbox/conversations/:conversationId/messages'],
];

/**
 * Lets one out or rejects it. `onDone` once it is over as it was meant to be; where it was too late, it is shown where
 * it stands, since somebody has just worked on it.
 */
export function useDecide({ id, thread, tool }: Approval, onDone: () => void) {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id, approvalId: id };
  const settled = (meant: Approval['status'], title: string) => (reply: Approval) => {
    queryClient.setQueryData(keyOf(getApproval, { params }), reply);
    if (reply.status !== meant) return;
    toast({ title });
    onDone();
  };
  const approving = useSend(approveAnswer, {
    stale,
    onReply: settled(
      'approved',
      tool
        ? `It is done in a moment, and ${thread.personName} is answered after it`
        : `The answer is on its way to ${thread.personName}`,
    ),
  });
  const rejecting = useSend(rejectAnswer, {
    stale,
    onReply: settled('rejected', `${thread.personName} does not get this answer`),
  });
  return {
    approve: (text?: string) => approving.send({ params, body: text === undefined ? {} : { text } }),
    reject: (why: string) => rejecting.send({ params, body: why.trim() === '' ? {} : { why } }),
    isApproving: approving.isPending,
    isRejecting: rejecting.isPending,
    error: approving.error ?? rejecting.error,
  };
}
export type Deciding = ReturnType<typeof useDecide>;
