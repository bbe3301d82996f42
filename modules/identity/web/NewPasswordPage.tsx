import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiError, queryClient } from '../../../web/kit/api.ts';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { toast } from '../../../web/kit/toast.ts';
import { paths } from '../../../web/paths.ts';
import { putPasswordReset } from '../sign-in/contract.ts';
import { Door } from './Door.tsx';
import { DoorProblem } from './DoorProblem.tsx';
import { isLongEnough, NewPasswordField } from './NewPasswordField.tsx';

/** Where the link in the mail about a forgotten password leads. */
export default function NewPasswordPage() {
  const token = useSearchParams()[0].get('token') ?? '';
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const reset = useSend(putPasswordReset, {
    onReply: async () => {
      toast({ title: 'Your password is set', body: 'Sign in with it.' });
      queryClient.clear();
      await navigate(paths.signIn(), { replace: true });
    },
  });
  const submit = () => {
    setTried(true);
    if (isLongEnough(password)) reset.send({ body: { token, password } });
  };
  if (reset.error instanceof ApiError && reset.error.code === 'identity.link_is_over') {
    const next = { to: paths.forgottenPassword(), label: 'Ask for another link' };
    return <DoorProblem title="This link is over" error={reset.error} next={next} />;
  }
  return (
    <Door title="A new password" hint="You are signed out everywhere, and sign in with it afterwards.">
      <Form onSubmit={submit} error={reset.error}>
        <NewPasswordField
          name="password"
          label="New password"
          value={password}
          tried={tried}
          onChange={setPassword}
        />
        <Submit busy={reset.isPending} alone>
          Set the password
        </Submit>
      </Form>
    </Door>
  );
}
