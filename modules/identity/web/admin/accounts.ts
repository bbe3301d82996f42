import { editOne, type SendOptions, sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type Account,
  type AccountSummary,
  deleteAccountDisablement,
  deleteAdministratorship,
  getAccount,
  listAccounts,
  putAccountDisablement,
  putAdministratorship,
} from '../../administration/contract.ts';
import { getMe } from '../../sign-in/contract.ts';

/** Whoever takes administration from themselves is somebody else on their very next page. */
export const staleAccounts = [[listAccounts.path], [getAccount.path], [getMe.path]];

const shown = ({ id: userId }: Account, edit: (account: Account) => Account) => [
  editOne(getAccount, [{ params: { userId } }], edit),
];
const options = (
  changes: ReturnType<typeof shown>,
  failureTitle: string,
  onReply: () => void,
): SendOptions<unknown, AccountSummary> => ({
  changes: () => changes,
  stale: staleAccounts,
  failureTitle,
  onReply,
});
/** Its refusal is in a toast. */
const said = () => undefined;

/** May outlive its page: the Undo of a toast is pressed anywhere. */
export function setAdministrator(account: Account, on: boolean): Promise<unknown> {
  const params = { userId: account.id };
  const since = on ? new Date() : null;
  const changes = shown(account, (one) => ({ ...one, administratorSince: since }));
  const title = on ? `${account.name} is an administrator` : `${account.name} is no administrator any more`;
  const failure = on ? 'Nothing has changed' : `${account.name} is still an administrator`;
  const then = () => toast({ title, undo: () => void setAdministrator(account, !on) });
  return sendNow(
    on ? putAdministratorship : deleteAdministratorship,
    { params },
    options(changes, failure, then),
  ).catch(said);
}

export function enable(account: Account): Promise<unknown> {
  const changes = shown(account, (one) => ({
    ...one,
    disabledAt: null,
    disabledBy: null,
    disabledReason: null,
  }));
  const reason = account.disabledReason;
  return sendNow(
    deleteAccountDisablement,
    { params: { userId: account.id } },
    options(changes, `${account.name} is still disabled`, () =>
      toast({
        title: `${account.name} may come in again`,
        ...(reason && { undo: () => void disableAgain(account, reason) }),
      }),
    ),
  ).catch(said);
}

const disableAgain = (account: Account, reason: string): Promise<unknown> =>
  sendNow(
    putAccountDisablement,
    { params: { userId: account.id }, body: { reason } },
    options(
      shown(account, (one) => ({ ...one, disabledAt: new Date(), disabledReason: reason })),
      `${account.name} may still come in`,
      () => toast({ title: `${account.name} is disabled again` }),
    ),
  ).catch(said);
