import { q, queryClient } from '../../../../web/kit/api.ts';
import { type Sent, useSend } from '../../../../web/kit/send.ts';
import {
  type DemoRequest,
  getDemoRequest,
  listDemoRequests,
  patchDemoRequest,
} from '../../applications/contract.ts';

type Body = Sent<unknown, DemoChange>['body'];
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
  return { ...state, change: (body: Body) => send({ params, body }) };
}
