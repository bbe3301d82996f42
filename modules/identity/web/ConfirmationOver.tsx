import { useState } from 'react';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { Link } from '../../../web/kit/Link.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { paths } from '../../../web/paths.ts';
import { postEmailConfirmationAgain } from '../sign-in/contract.ts';
import { Door } from './Door.tsx';
import { LookIntoMail } from './LookIntoMail.tsx';

/** A link out of a mail that opens nothing any more: another one, or on as one is. */
export function ConfirmationOver({ error }: { error: Error }) {
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const again = useSend(postEmailConfirmationAgain, { onReply: () => setSent(true) });
  const send = () => again.send({ body: { email } });
  if (isSent) {
    return (
      <LookIntoMail email={email} again={{ ...again, send }} onBack={() => setSent(false)}>
        with a new link, if there is an account that waits for one.
      </LookIntoMail>
    );
  }
  return (
    <Door
      title="Not confirmed"
      hint={error.message}
      foot={
        <p>
          Confirmed before? <Link to={paths.signIn()}>Sign in</Link>
        </p>
      }
    >
      <Form onSubmit={() => email.trim() !== '' && send()} error={again.error}>
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          onChange={setEmail}
        />
        <Submit busy={again.isPending} alone>
          Send another link
        </Submit>
      </Form>
    </Door>
  );
}
