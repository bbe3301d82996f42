import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type Account,
  deleteAccount,
  getAccount,
  keptDaysAfterDisconnect,
  listAccounts,
} from '../../accounts/contract.ts';
import { getHealth } from '../../health/contract.ts';
import { platformLabel } from '../words.ts';
import { useAt } from './useAt.ts';

/** The permission is given back at once: whoever wants it again goes to the platform again. */
export function DisconnectDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const params = useAt(account);
  const { send, isPending, error } = useSend(deleteAccount, {
    stale: [[getAccount.path], [listAccounts.path], [getHealth.path]],
    onReply: () => {
      toast({ title: `${account.displayName} is disconnected` });
      onClose();
    },
  });
  return (
    <AlertDialog
      open
      title={`Disconnect ${account.displayName}?`}
      body={
        <span className="flex flex-col gap-3">
          <span>
            From here on nothing comes in from it and nothing goes out to it. What still waits to go out is
            called off, and {platformLabel(account.platform)} is told that Stoa may no longer come in.
          </span>
          <span>
            What it brought in is kept for {keptDaysAfterDisconnect} days. Connect it again within them and
            all of it is there.
          </span>
          {error && <FormProblem error={error} />}
        </span>
      }
      confirm="Disconnect"
      busy={isPending}
      onConfirm={() => send({ params })}
      onCancel={onClose}
    />
  );
}
