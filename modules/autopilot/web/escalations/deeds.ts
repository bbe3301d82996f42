import { keyOf, queryClient } from '../../../../web/kit/api.ts';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere, useWhyNot } from '../../../../web/workspace.ts';
import { putAutomation } from '../../../inbox/contract.ts';
import { type Escalation, getEscalation, listEscalations, resolveEscalation } from '../../contract.ts';

/** Why this person sees to none of them; whoever has some places only is told by each. */
export function useWhyNotResolve(): string | undefined {
  const whyNot = useWhyNot('autopilot.approve', 'see to cases');
  const { workspace } = useHere();
  const isSomewhere = workspace.locations.some(({ permissions }) =>
    permissions.includes('autopilot.approve'),
  );
  return isSomewhere ? undefined : whyNot;
}

const conversation = '/w/:workspaceId/inbox/conversations/:conversationId';
const stale = [[listEscalations.path], [getEscalation.path], [conversation], [`${conversation}/messages`]];

/** What ends a case. `onDone` once it is over. */
export function useResolve({ id, conversationId, thread }: Escalation, onDone: () => void) {
  const { workspace } = useHere();
  const workspaceId = workspace.id;
  const params = { workspaceId, escalationId: id };
  const { send, isPending, error } = useSend(resolveEscalation, {
    stale,
    onReply: (reply) => {
      queryClient.setQueryData(keyOf(getEscalation, { params }), reply);
      toast({ title: `${thread.personName} is seen to` });
      onDone();
    },
  });
  const handingBack = useSend(putAutomation, {
    stale,
    failureTitle: 'The machine does not answer here',
    onReply: () => {
      // It is resolved by what listens to the conversation, a moment later: then its event says so.
      toast({ title: 'The machine answers here again' });
      onDone();
    },
  });
  return {
    resolve: (how: 'answered' | 'dismissed') => send({ params, body: { how } }),
    /** Of a comment there is nothing to hand back: each is decided about by itself. */
    handBack:
      conversationId === null
        ? undefined
        : () => handingBack.send({ params: { workspaceId, conversationId }, body: { isOn: true } }),
    isPending: isPending || handingBack.isPending,
    error,
  };
}
export type Resolving = ReturnType<typeof useResolve>;
