import { useNavigate } from 'react-router';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Form, Submit } from '../kit/Form.tsx';
import { toast } from '../kit/toast.ts';
import { paths } from '../paths.ts';
import { useMakeWorkspace } from './making-workspace.ts';
import WorkspaceFields from './WorkspaceFields.tsx';

/** Another workspace, from wherever one is. */
export default function MakeWorkspace({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const making = useMakeWorkspace(({ id, name }) => {
    onClose();
    toast({ title: `${name} is made` });
    void navigate(paths.workspace({ workspaceId: id }));
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Make a workspace"
      body="With people, locations and a plan of its own. You are its owner."
    >
      <Form onSubmit={making.send} error={making.error}>
        <WorkspaceFields {...making} />
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={making.isPending} disabledReason={making.whyNot}>
            Make workspace
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}
