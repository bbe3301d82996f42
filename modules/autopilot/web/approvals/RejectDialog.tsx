import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextArea } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { type Approval, rejectionLengthMax } from '../../contract.ts';
import type { Deciding } from './deeds.ts';

interface RejectDialogProps {
  approval: Pick<Approval, 'thread'>;
  deciding: Deciding;
  onClose: () => void;
}

const offered = ['It is not true.', 'Wrong tone.', 'A person should say this.', 'Out of date.'];

/** The reason may be left out: it is for whoever looks after what the machine knows. */
export default function RejectDialog({ approval, deciding, onClose }: RejectDialogProps) {
  const [why, setWhy] = useState('');
  return (
    <Dialog
      open
      onClose={onClose}
      title="Reject this answer"
      body={`${approval.thread.personName} will not get it. This cannot be taken back.`}
    >
      <Form
        error={deciding.error}
        onSubmit={() => {
          deciding.reject(why);
          onClose();
        }}
      >
        <TextArea
          name="why"
          label="Why"
          optional
          hint="Colleagues read it when they look after what the machine knows."
          rows={2}
          maxLength={rejectionLengthMax}
          value={why}
          onChange={setWhy}
        />
        <div className="-mt-2 flex flex-wrap gap-1.5">
          {offered.map((words) => (
            <Button key={words} size="small" aria-pressed={why === words} onClick={() => setWhy(words)}>
              {words}
            </Button>
          ))}
        </div>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={deciding.isRejecting}>Reject</Submit>
        </div>
      </Form>
    </Dialog>
  );
}
