import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { newId } from '../../../../kit/ids.ts';
import { q } from '../../../../web/kit/api.ts';
import { useSend } from '../../../../web/kit/send.ts';
import { paths } from '../../../../web/paths.ts';
import { type PaymentProviderName, ReconciliationId } from '../../paying/contract.ts';
import {
  getReconciliation,
  listPaymentProviders,
  listReconciliations,
  putReconciliation,
} from '../../revenue/contract.ts';

/** No event tells of what is the installation's: while one runs it is looked at again. */
export const lookAgainMs = 2_000;

export const useProviders = () => useQuery(q(listPaymentProviders)).data?.providers;

/** Begins one, and goes to where its progress is. */
export function useComparison() {
  const navigate = useNavigate();
  const { send, isPending } = useSend(putReconciliation, {
    stale: [[listReconciliations.path], [getReconciliation.path]],
    failureTitle: 'No comparison was begun',
    onReply: ({ id }) => navigate(paths.adminReconciliation({ reconciliationId: id })),
  });
  return {
    isPending,
    compare: (provider: PaymentProviderName) =>
      send({ params: { reconciliationId: newId(ReconciliationId) }, body: { provider } }),
  };
}
