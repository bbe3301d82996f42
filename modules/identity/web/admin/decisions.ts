import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type ApplicationId,
  type ApplicationSummary,
  type Decisions,
  getApplication,
  listApplications,
  postApplicationDecisions,
} from '../../applications/contract.ts';
import { applicationWords, count } from './words.ts';

export interface Decision {
  readonly kind: 'approved' | 'rejected';
  readonly on: readonly Pick<ApplicationSummary, 'id' | 'name'>[];
}

/** Not shown before the server has answered: each decision sends a mail that nothing calls back. */
export function useDecide(then: () => void) {
  const { send, ...state } = useSend(postApplicationDecisions, {
    stale: [[listApplications.path], [getApplication.path]],
    onReply: (reply, { body }) => {
      toast(outcomeOf(reply, body.decision));
      then();
    },
  });
  return {
    ...state,
    decide: ({ kind, on }: Decision, reason: string) =>
      send({
        body: {
          ids: on.map(({ id }) => id as ApplicationId),
          decision: kind,
          ...(kind === 'rejected' && reason.trim() !== '' && { reason }),
        },
      }),
  };
}

function outcomeOf({ decided, alreadyDecided }: Decisions, kind: Decision['kind']) {
  const what = `${count(decided.length, 'application')} ${applicationWords[kind].label.toLowerCase()}`;
  if (alreadyDecided.length === 0) return { title: what };
  const before = `${count(alreadyDecided.length, 'was', 'were')} decided by somebody else before, and stay that way.`;
  return { title: what, body: before };
}
