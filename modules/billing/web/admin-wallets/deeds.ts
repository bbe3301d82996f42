import { q, queryClient } from '../../../../web/kit/api.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  deleteGivenPlan,
  deleteUnlimited,
  getWalletOfWorkspace,
  listWallets,
  putGivenPlan,
  putUnlimited,
  type WalletOfWorkspace,
} from '../../administering/contract.ts';

export const staleWallets = [[listWallets.path]];

/** What a write answers is what there is now. */
export const keep = (found: WalletOfWorkspace): void => {
  const params = { workspaceId: found.id };
  queryClient.setQueryData(q(getWalletOfWorkspace, { params }).queryKey, found);
};

/** Takes effect at once, and can be taken back. */
export const setUnlimited = (found: WalletOfWorkspace, wanted: boolean): Promise<unknown> =>
  sendNow(
    wanted ? putUnlimited : deleteUnlimited,
    { params: { workspaceId: found.id } },
    {
      stale: staleWallets,
      failureTitle: 'It is as it was',
      onReply: (reply) => {
        keep(reply);
        toast({
          title: wanted ? `Nothing is refused to ${found.name}` : `${found.name} spends what it has`,
          undo: () => void setUnlimited(reply, !wanted),
        });
      },
    },
  ).catch(() => undefined);

export const takePlan = (found: WalletOfWorkspace, plan: string): Promise<unknown> =>
  sendNow(
    deleteGivenPlan,
    { params: { workspaceId: found.id } },
    {
      stale: staleWallets,
      failureTitle: 'It is as it was',
      onReply: (reply) => {
        keep(reply);
        toast({
          title: `${found.name} has ${reply.wallet.plan.name} now`,
          undo: () => void givePlan(reply, plan),
        });
      },
    },
  ).catch(() => undefined);

const givePlan = (found: WalletOfWorkspace, plan: string): Promise<unknown> =>
  sendNow(
    putGivenPlan,
    { params: { workspaceId: found.id }, body: { plan } },
    { stale: staleWallets, failureTitle: 'It is as it was', onReply: keep },
  ).catch(() => undefined);
