import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import type { Account } from '../../accounts/contract.ts';
import { getHealth, postHealthCheck } from '../../health/contract.ts';
import { useAt } from './useAt.ts';

/** Looks at the token and at the subscription; what it finds comes by an event. */
export function useHealthCheck(account: Account) {
  const params = useAt(account);
  const { send, isPending } = useSend(postHealthCheck, {
    stale: [[getHealth.path]],
    failureTitle: 'This could not be looked at',
    onReply: () =>
      toast({ title: 'Looking', body: `What is found out about ${account.displayName} shows here.` }),
  });
  return { look: () => send({ params }), isPending };
}
