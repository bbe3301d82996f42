import { useState } from 'react';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { Link } from '../../../web/kit/Link.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { paths } from '../../../web/paths.ts';
import { passwordResetMinutes, postPasswordReset } from '../sign-in/contract.ts';
import { Door } from './Door.tsx';
import { LookIntoMail } from './LookIntoMail.tsx';

export default function ForgottenPasswordPage() {
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const [isSent, setSent] = useState(false);
  const reset = useSend(postPasswordReset, { onReply: () => setSent(true) });
  const send = () => reset.send({ body: { email } });
  const submit = () => {
    setTried(true);
    if (email.trim() !== '') send();
  };
  if (isSent) {
    return (
      <LookIntoMail email={email} again={{ ...reset, send }} onBack={() => setSent(false)}>
        if there is an account with this address. The link in it is good for {passwordResetMinutes} minutes.
      </LookIntoMail>
    );
  }
  return (
    <Door
      tab="Forgotten password"
      title="Forgotten?"
      hint="Write your address, and we send you a link to set another password."
      foot={
        <p>
          Remembered it? <Link to={paths.signIn()}>Sign in</Link>
        </p>
      }
    >
      <Form onSubmit={submit} error={reset.error}>
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          error={tried && email.trim() === '' ? 'Write your e-mail address.' : undefined}
          onChange={setEmail}
        />
        <Submit busy={reset.isPending} alone>
          Send the link
        </Submit>
      </Form>
    </Door>
  );
}
