import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type Contact,
  getThread,
  listComments,
  listConversations,
  listMerges,
  putContactErasure,
} from '../../contract.ts';
import { type At, readsOf } from './deeds.ts';

/** Wherever they are called by their name. */
const namingThem = [[listConversations.path], [listMerges.path], [listComments.path], [getThread.path]];

/** Nothing brings them back: the name is written out, so that it is not done by one press, or to the wrong one. */
export default function EraseDialog({
  at,
  contact,
  onClose,
}: {
  at: At;
  contact: Contact;
  onClose: () => void;
}) {
  const [written, setWritten] = useState('');
  const { send, isPending, error } = useSend(putContactErasure, {
    stale: [...readsOf(at), ...namingThem],
    onReply: () => {
      onClose();
      toast({ title: 'The contact is erased', body: 'What they wrote goes in the next minutes.' });
    },
  });
  const isNamed = written.trim() === contact.name.trim();
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Erase ${contact.name}?`}
      body="Their name, pictures, messages, comments, files, notes and consents are gone for good here, for everybody. That they wrote stays, without a word of it."
    >
      <Form error={error} onSubmit={() => isNamed && send({ params: at })}>
        <TextField
          name="name"
          label={`Write “${contact.name}”`}
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
            disabledReason={isNamed ? undefined : 'Write the name first.'}
            reasonShown={false}
          >
            Erase contact
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
