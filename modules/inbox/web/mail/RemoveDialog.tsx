import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { deleteMailbox, listConversations, listMailboxes, type MailboxSummary } from '../../contract.ts';

interface Props {
  mailbox: MailboxSummary;
  onClose: () => void;
}

export default function RemoveDialog({ mailbox: { id: mailboxId, address }, onClose }: Props) {
  const workspaceId = useHere().workspace.id;
  const { send, isPending } = useSend(deleteMailbox, {
    stale: [[listMailboxes.path], [listConversations.path]],
    failureTitle: `${address} is still here`,
    onReply: () => {
      toast({ title: `${address} is removed` });
      onClose();
    },
  });
  return (
    <AlertDialog
      open
      title={`Remove ${address}?`}
      body="Its conversations go from the inbox, with the notes in them. The mail itself stays where it is, at your provider."
      confirm="Remove"
      busy={isPending}
      onConfirm={() => send({ params: { workspaceId, mailboxId } })}
      onCancel={onClose}
    />
  );
}
