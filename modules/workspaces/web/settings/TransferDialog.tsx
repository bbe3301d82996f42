import { useState } from 'react';
import { MemberId } from '../../../../kit/ids.ts';
import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Combobox } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getMember, listMembers, postTransfer } from '../../contract.ts';
import { staleWithWorkspace } from './useChangeWorkspace.ts';

export default function TransferDialog({ onClose }: { onClose: () => void }) {
  const { workspace } = useHere();
  const [memberId, setMemberId] = useState('');
  const { items, state } = usePages(listMembers, {
    params: { workspaceId: workspace.id },
    query: { limit: pageLimitMax },
  });
  const others = items.filter(({ role }) => role !== 'owner');
  const nobody = state === 'loaded' && others.length === 0;
  const { send, isPending, error } = useSend(postTransfer, {
    stale: [...staleWithWorkspace, [listMembers.path], [getMember.path]],
    onReply: () => {
      const name = others.find(({ id }) => id === memberId)?.name ?? 'Somebody else';
      toast({ title: `${name} is the owner now`, body: 'You are an admin.' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Hand ${workspace.name} over`}
      body="The new owner may do everything, and you an admin’s work. Only they can give it back."
    >
      <Form
        error={error}
        onSubmit={() =>
          send({ params: { workspaceId: workspace.id }, body: { memberId: MemberId.parse(memberId) } })
        }
      >
        <Combobox
          name="memberId"
          label="New owner"
          placeholder="Name of a member"
          hint={nobody ? 'Nobody else is a member here. Invite them first.' : undefined}
          options={others.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
          value={memberId}
          onChange={setMemberId}
        />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit
            busy={isPending}
            disabledReason={memberId === '' ? 'Choose the new owner first.' : undefined}
          >
            Hand over
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}
