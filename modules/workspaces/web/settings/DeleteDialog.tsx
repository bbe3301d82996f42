import { useState } from 'react';
import { useNavigate } from 'react-router';
import { queryClient } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { useZone } from '../../../../web/kit/time.tsx';
import { momentIn } from '../../../../web/kit/time-words.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { deleteWorkspace, deletionGraceDays, listDeletedWorkspaces, listWorkspaces } from '../../contract.ts';
import { count } from '../words.ts';

/** Its name is written out: nobody deletes a workspace by one press, or the wrong one. */
export default function DeleteDialog({ onClose }: { onClose: () => void }) {
  const { workspace } = useHere();
  const [written, setWritten] = useState('');
  const navigate = useNavigate();
  const zone = useZone();
  const { send, isPending, error } = useSend(deleteWorkspace, {
    onReply: async ({ goneAfter }) => {
      await navigate(paths.workspaces());
      for (const queryKey of [[listWorkspaces.path], [listDeletedWorkspaces.path]])
        void queryClient.invalidateQueries({ queryKey });
      toast({
        title: `${workspace.name} is deleted`,
        body: `You can bring it back until ${momentIn(zone, goneAfter)}.`,
      });
    },
  });
  const isNamed = written.trim() === workspace.name.trim();
  const holds = [count(workspace.membersCount, 'member'), count(workspace.locationsCount, 'location')].join(
    ' and ',
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${workspace.name}?`}
      body={`Its ${holds} cannot be opened any more, and its API keys stop working. An owner can bring it back for ${deletionGraceDays} days.`}
    >
      <Form error={error} onSubmit={() => isNamed && send({ params: { workspaceId: workspace.id } })}>
        <TextField
          name="name"
          label={`Write “${workspace.name}”`}
          autoComplete="off"
          value={written}
          onChange={setWritten}
        />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            look="danger"
            busy={isPending}
            disabledReason={isNamed ? undefined : 'Write its name first.'}
            reasonShown={false}
          >
            Delete workspace
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
