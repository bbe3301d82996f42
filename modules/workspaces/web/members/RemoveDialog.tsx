import { useNavigate } from 'react-router';
import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { deleteMember, listMembers, type Member } from '../../contract.ts';

/** Their keys go with them, so it cannot be taken back. */
export function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { workspace } = useHere();
  const navigate = useNavigate();
  const { send, isPending, error } = useSend(deleteMember, {
    stale: [[listMembers.path]],
    onReply: async () => {
      await navigate(paths.members({ workspaceId: workspace.id }));
      toast({ title: `${member.name} is removed` });
    },
  });
  return (
    <AlertDialog
      open
      title={`Remove ${member.name}?`}
      body={
        <span className="flex flex-col gap-3">
          <span>
            They are signed out of {workspace.name} at once, and the API keys they made stop working. What
            they did stays.
          </span>
          {error && <FormProblem error={error} />}
        </span>
      }
      confirm="Remove"
      busy={isPending}
      onConfirm={() => send({ params: { workspaceId: workspace.id, memberId: member.id } })}
      onCancel={onClose}
    />
  );
}
