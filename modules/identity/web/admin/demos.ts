import { q, queryClient } from '../../../../web/kit/api.ts';
import { useSend } from '../../../../web/kit/send.ts';
import {
  type DemoRequest,
  getDemoRequest,
  listDemoRequests,
  patchDemoRequest,
} from '../../applications/contract.ts';

interface DemoChange {
  readonly status?: 'scheduled' | 'completed' | 'cancelled';
  readonly scheduledFor?: Date;
  readonly preparationNotes?: string | null;
  readonly qualificationNotes?: string | null;
}

/** What the answer says is shown at once: two notes saved one after the other do not wait for a read. */
export function useChangeDemo({ id }: DemoRequest, failureTitle?: string, then?: () => void) {
  const params = { demoId: id };
  const { send, ...state } = useSend(patchDemoRequest, {
    stale: [[listDemoRequests.path]],
    ...(failureTitle && { failureTitle }),
    onReply: (reply) => {
      queryClient.setQueryData(q(getDemoRequest, { params }).queryKey, reply);
      then?.();
    },
  });
  return { ...state, change: (body: DemoChange) => send({ params, body }) };
}
