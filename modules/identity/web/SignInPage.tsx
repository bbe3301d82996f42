import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { q, queryClient } from '../../../web/kit/api.ts';
import { IconButton } from '../../../web/kit/Button.tsx';
import { Colonnade } from '../../../web/kit/Colonnade.tsx';
import { TextField, useCapsLock } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { Logo } from '../../../web/kit/Logo.tsx';
import { useTitle } from '../../../web/kit/Page.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { paths } from '../../../web/paths.ts';
import { getMe, passwordLengthMax, postSession } from '../contract.ts';

export default function SignInPage() {
  useTitle('Sign in');
  return (
    <div className="grid min-h-dvh grid-rows-[minmax(8rem,26dvh)_1fr] lg:grid-cols-[1.15fr_1fr] lg:grid-rows-1">
      <div className="overflow-hidden border-line max-lg:border-b lg:sticky lg:top-0 lg:h-dvh lg:border-r">
        <Colonnade />
      </div>
      <main
        id="main"
        aria-labelledby="title"
        className="flex items-center justify-center px-6 py-10 sm:px-10"
      >
        <div className="w-full max-w-sm">
          <p className="mb-8 flex items-center gap-2.5 text-accent lg:mb-14">
            <Logo size={26} />
            <span className="title text-xl text-ink">Stoa</span>
          </p>
          <h1 id="title" tabIndex={-1} className="title text-3xl">
            Come in
          </h1>
          <p className="mt-2 mb-8 text-soft">Your conversations, posts and shop, in one place.</p>
          <SignInForm />
        </div>
      </main>
    </div>
  );
}

function SignInForm() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const signIn = useSignIn();

  // The button is never off here: a password filled in by the browser is not always announced.
  const submit = () => {
    setTried(true);
    if (email.trim() !== '' && password !== '') signIn.send({ body: { email, password } });
  };
  const missing = (value: string, message: string) => (tried && value.trim() === '' ? message : undefined);
  return (
    <Form onSubmit={submit} error={signIn.error}>
      <TextField
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        error={missing(email, 'Write your e-mail address.')}
        onChange={setEmail}
      />
      <PasswordField
        value={password}
        error={missing(password, 'Write your password.')}
        refusal={signIn.error}
        onChange={setPassword}
      />
      <Submit busy={signIn.isPending} alone>
        Sign in
      </Submit>
    </Form>
  );
}

interface PasswordFieldProps {
  value: string;
  error: string | undefined;
  refusal: Error | null;
  onChange: (value: string) => void;
}

/** Can be looked at, and says when Caps Lock is on. */
function PasswordField({ value, error, refusal, onChange }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const { capsLock, watch } = useCapsLock();
  const field = useRef<HTMLInputElement>(null);

  // After a refusal the password is what one writes again.
  useEffect(() => {
    if (refusal) field.current?.select();
  }, [refusal]);

  return (
    <TextField
      {...watch}
      ref={field}
      name="password"
      label="Password"
      type={shown ? 'text' : 'password'}
      autoComplete="current-password"
      maxLength={passwordLengthMax}
      value={value}
      error={error}
      onChange={onChange}
      hint={capsLock ? 'Caps Lock is on.' : undefined}
      end={
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? 'Hide the password' : 'Show the password'}
          size="small"
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}

function useSignIn() {
  const arrive = useArrival();
  return useSend(postSession, {
    onReply: (me) => {
      // Whoever was here before: nothing that was read for them is shown to somebody else.
      queryClient.clear();
      queryClient.setQueryData(q(getMe).queryKey, me);
      arrive();
    },
  });
}

/** Where somebody wanted to go before they were asked to sign in; only within this site. */
function useArrival(): () => void {
  const navigate = useNavigate();
  const from = useSearchParams()[0].get('from');
  const isOurs = from !== null && /^\/(?![/\\])/.test(from);
  return () => void navigate(isOurs ? from : paths.home(), { replace: true });
}
