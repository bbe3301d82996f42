import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import { q, queryClient } from '../../../web/kit/api.ts';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { Link } from '../../../web/kit/Link.tsx';
import { PasswordField } from '../../../web/kit/PasswordField.tsx';
import { passkeysWork } from '../../../web/kit/passkeys.ts';
import { useSend } from '../../../web/kit/send.ts';
import { paths } from '../../../web/paths.ts';
import {
  getSignInOptions,
  type Me,
  passwordLengthMax,
  postSession,
  type SignedIn,
  type SignInOptions,
} from '../sign-in/contract.ts';
import { Door, Or } from './Door.tsx';
import { useEnter, withFrom } from './entering.ts';

const PasskeyEntry = lazy(() => import('./PasskeyEntry.tsx'));
const SignOnButtons = lazy(() => import('./SignOnButtons.tsx'));
const SecondFactor = lazy(() => import('./SecondFactor.tsx'));

type SecondStep = Extract<SignedIn, { status: 'second_factor_needed' }>;

/** Begun, not waited for: most people need nothing of it to sign in. */
export function loader() {
  void queryClient.prefetchQuery(q(getSignInOptions));
  return null;
}

export default function SignInPage() {
  const enter = useEnter();
  const [step, setStep] = useState<SecondStep>();
  const from = useSearchParams()[0].get('from');
  const { data: options } = useQuery(q(getSignInOptions));
  if (step) {
    return (
      <Suspense>
        <SecondFactor {...step} onEntered={enter} onBack={() => setStep(undefined)} />
      </Suspense>
    );
  }
  return (
    <Door
      tab="Sign in"
      title="Come in"
      hint="Your conversations, posts and shop, in one place."
      foot={options && <NoAccount options={options} from={from} />}
    >
      <SignInForm onEntered={enter} onStep={setStep} />
      <OtherWays options={options} from={from} onEntered={enter} />
    </Door>
  );
}

interface SignInFormProps {
  onEntered: (me: Me) => void;
  onStep: (step: SecondStep) => void;
}

function SignInForm({ onEntered, onStep }: SignInFormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const signIn = useSend(postSession, {
    onReply: (reply) => (reply.status === 'signed_in' ? onEntered(reply.me) : onStep(reply)),
  });

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
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        error={missing(email, 'Write your e-mail address.')}
        onChange={setEmail}
      />
      <div className="relative">
        <PasswordField
          name="password"
          label="Password"
          kind="current"
          maxLength={passwordLengthMax}
          value={password}
          error={missing(password, 'Write your password.')}
          refusal={signIn.error}
          onChange={setPassword}
        />
        <Link to={paths.forgottenPassword()} className="absolute top-0 right-0 text-sm">
          Forgotten?<span className="sr-only"> Set another password</span>
        </Link>
      </div>
      <Submit busy={signIn.isPending} alone>
        Sign in
      </Submit>
    </Form>
  );
}

interface OtherWaysProps {
  options: SignInOptions | undefined;
  from: string | null;
  onEntered: (me: Me) => void;
}

function OtherWays({ options, from, onEntered }: OtherWaysProps) {
  const providers = options?.providers ?? [];
  if (!passkeysWork() && providers.length === 0) return null;
  return (
    <Suspense>
      <Or />
      <div className="flex flex-col gap-3">
        {passkeysWork() && <PasskeyEntry onEntered={onEntered} />}
        {providers.length > 0 && <SignOnButtons providers={providers} from={from} />}
      </div>
    </Suspense>
  );
}

/** What somebody without an account can do here. */
function NoAccount({ options: { signUp }, from }: { options: SignInOptions; from: string | null }) {
  if (signUp === 'open')
    return (
      <p>
        No account yet? <Link to={withFrom(paths.signUp(), from)}>Sign up</Link>
      </p>
    );
  if (signUp === 'application')
    return (
      <p>
        No account yet? <Link to={paths.apply()}>Apply for one</Link>, or{' '}
        <Link to={paths.waitingList()}>wait for the launch</Link>.
      </p>
    );
  return <p>No account yet? Somebody who works here can invite you.</p>;
}
