import { useState } from 'react';
import { Button } from '../../../web/kit/Button.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { PasswordField } from '../../../web/kit/PasswordField.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { toast } from '../../../web/kit/toast.ts';
import { getMe, listSessions, listSignIns, passwordLengthMax, putPassword } from '../sign-in/contract.ts';
import { isLongEnough, NewPasswordField } from './NewPasswordField.tsx';

export default function PasswordDialog({
  hasPassword,
  onClose,
}: {
  hasPassword: boolean;
  onClose: () => void;
}) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [tried, setTried] = useState(false);
  const change = useSend(putPassword, {
    stale: [[getMe.path], [listSessions.path], [listSignIns.path]],
    onReply: () => {
      onClose();
      toast({ title: 'Your password is set', body: 'You are signed out everywhere but here.' });
    },
  });
  const submit = () => {
    setTried(true);
    if ((hasPassword && current === '') || !isLongEnough(next)) return;
    change.send({ body: { next, ...(hasPassword && { current }) } });
  };
  return (
    <Dialog open onClose={onClose} title={hasPassword ? 'Change your password' : 'Set a password'}>
      <Form onSubmit={submit} error={change.error}>
        {hasPassword && (
          <PasswordField
            name="current"
            label="Password until now"
            kind="current"
            maxLength={passwordLengthMax}
            value={current}
            error={tried && current === '' ? 'Write the password you have now.' : undefined}
            refusal={change.error}
            onChange={setCurrent}
          />
        )}
        <NewPasswordField name="next" label="New password" value={next} tried={tried} onChange={setNext} />
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={change.isPending}>{hasPassword ? 'Change password' : 'Set password'}</Submit>
        </div>
      </Form>
    </Dialog>
  );
}
