import { useState } from 'react';
import { Button } from '../../../web/kit/Button.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { toast } from '../../../web/kit/toast.ts';
import { putEmail } from '../sign-in/contract.ts';

/** Nothing changes before the link in the mail to the new address was followed: a slip of the pen locks nobody out. */
export default function EmailDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const change = useSend(putEmail, {
    onReply: (_, { body }) => {
      onClose();
      toast({ title: 'Look into your mail', body: `Follow the link we sent to ${body.email}.` });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Change your address"
      body="We write to the new one. It counts once you have followed the link in that mail."
    >
      <Form onSubmit={() => change.send({ body: { email } })} error={change.error}>
        <TextField
          name="email"
          label="New e-mail address"
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          onChange={setEmail}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit
            busy={change.isPending}
            disabledReason={email.trim() === '' ? 'Write the new address first.' : undefined}
          >
            Send the link
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}
