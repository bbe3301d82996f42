import { useState } from 'react';
import { ApiError } from '../../../web/kit/api.ts';
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
  /** What was tried last: a message about it goes as soon as something else stands there. */
  const [refused, setRefused] = useState<string>();
  const [tried, setTried] = useState(false);
  const change = useSend(putPassword, {
    stale: [[getMe.path], [listSessions.path], [listSignIns.path]],
    onReply: () => {
      onClose();
      toast({ title: 'Your password is set', body: 'You are signed out everywhere but here.' });
    },
  });
  const refusal = change.error;
  const isWrong = refusal instanceof ApiError && refusal.code === 'identity.password_is_wrong';
  const wrong = isWrong && current === refused ? refusal.message : undefined;
  const submit = () => {
    setTried(true);
    if ((hasPassword && current === '') || !isLongEnough(next)) return;
    setRefused(current);
    change.send({ body: { next, ...(hasPassword && { current }) } });
  };
  return (
    <Dialog open onClose={onClose} title={hasPassword ? 'Change your password' : 'Set a password'}>
      <Form onSubmit={submit} error={isWrong ? null : change.error}>
        {hasPassword && (
          <PasswordField
            name="current"
            label="Password until now"
            kind="current"
            maxLength={passwordLengthMax}
            value={current}
            error={tried && current === '' ? 'Write the password you have now.' : wrong}
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
