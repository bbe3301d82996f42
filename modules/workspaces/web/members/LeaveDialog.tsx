import { useNavigate } from 'react-router';
import { queryClient } from '../../../../web/kit/api.ts';
import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { deleteMembership, listWorkspaces } from '../../contract.ts';

/** One cannot let oneself in again. The last owner is told by the server why they cannot go. */
export function LeaveDialog({ onClose }: { onClose: () => void }) {
  const { workspace } = useHere();
  const navigate = useNavigate();
  const { send, isPending, error } = useSend(deleteMembership, {
    onReply: async () => {
      // Away from its screens first: nothing of it can be read any more.
      await navigate(paths.workspaces());
      await queryClient.invalidateQueries({ queryKey: [listWorkspaces.path] });
      toast({ title: `You have left ${workspace.name}` });
    },
  });
  return (
    <AlertDialog
      open
      title={`Leave ${workspace.name}?`}
      body={
        <span className="flex flex-col gap-3">
          <span>
            You will not see this workspace any more, and the API keys you made stop working. Only an
            invitation brings you back.
          </span>
          {error && <FormProblem error={error} />}
        </span>
      }
      confirm="Leave"
      cancel="Stay"
      busy={isPending}
      onConfirm={() => send({ params: { workspaceId: workspace.id } })}
      onCancel={onClose}
    />
  );
}
