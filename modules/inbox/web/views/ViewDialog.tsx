import { useState } from 'react';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { putView, type View } from '../../views/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { useInbox } from '../inbox.ts';
import { useWhyNotManage } from '../rights.ts';
import { viewsStale } from './deeds.ts';
import { showView } from './viewing.ts';

interface ViewDialogProps {
  view: Pick<View, 'id' | 'name' | 'isShared' | 'filters' | 'search' | 'place'>;
  isNew: boolean;
  onClose: () => void;
}

export default function ViewDialog({ view, isNew, onClose }: ViewDialogProps) {
  const inbox = useInbox();
  const whyNotShare = useWhyNotManage('share views');
  const [name, setName] = useState(view.name);
  const [isShared, setShared] = useState(view.isShared);
  const { send, isPending, error } = useSend(putView, {
    stale: viewsStale,
    onReply: (saved) => {
      onClose();
      if (isNew) showView(inbox, saved);
      toast({ title: isNew ? `${saved.name} is saved` : `${saved.name} is changed` });
    },
  });
  const { filters, search, place } = view;
  const submit = () =>
    send({
      params: { workspaceId: inbox.at.workspaceId, viewId: view.id },
      body: { name, filters, search, place, isShared },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={isNew ? 'Save as a view' : `Change ${view.name}`}
      body={isNew ? 'What is shown now stays one step away, with how many there are.' : undefined}
    >
      <Form error={error} unsaved={name !== view.name || isShared !== view.isShared} onSubmit={submit}>
        <TextField
          name="name"
          label="Name"
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={setName}
        />
        <Checkbox
          name="isShared"
          label="For everybody here"
          hint={whyNotShare ?? 'Otherwise only you see it.'}
          disabled={whyNotShare !== undefined}
          value={isShared}
          onChange={setShared}
        />
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          whyNot={name.trim() === '' ? 'Give it a name first.' : undefined}
        >
          {isNew ? 'Save view' : 'Save'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
