import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiError, q, queryClient } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/Button.tsx';
import { Checkbox } from '../../../web/kit/Choice.tsx';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { ButtonLink, Link } from '../../../web/kit/Link.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { paths } from '../../../web/paths.ts';
import {
  confirmationHours,
  getSignInOptions,
  postEmailConfirmationAgain,
  postPerson,
  type SignInOptions,
} from '../sign-in/contract.ts';
import { Door } from './Door.tsx';
import { becomeSomebody, ownPath, withFrom } from './entering.ts';
import { LookIntoMail } from './LookIntoMail.tsx';
import { isLongEnough, NewPasswordField } from './NewPasswordField.tsx';

const nameLengthMax = 120;

export async function loader() {
  // Without an answer the form is shown: the server says in the end whether it is open.
  await queryClient.ensureQueryData(q(getSignInOptions)).catch(() => undefined);
  return null;
}

/** A ticket or an invitation out of a mail lets in where sign-up is not open. */
function useWayIn() {
  const [search] = useSearchParams();
  return {
    from: search.get('from'),
    ticket: search.get('ticket') ?? undefined,
    invitation: search.get('invitation') ?? undefined,
  };
}

export default function SignUpPage() {
  const { data: options } = useQuery(q(getSignInOptions));
  const { ticket, invitation, from } = useWayIn();
  const [wasLetIn, setWasLetIn] = useState(false);
  const [asked, setAsked] = useState<string>();
  const again = useSend(postEmailConfirmationAgain);
  const isOpen = !options || options.signUp === 'open' || ticket || invitation || wasLetIn;
  if (asked) {
    return (
      <LookIntoMail
        email={asked}
        again={{ ...again, send: () => again.send({ body: { email: asked } }) }}
        onBack={() => setAsked(undefined)}
      >
        with a link that confirms your address. It is good for {confirmationHours / 24} days.
      </LookIntoMail>
    );
  }
  if (!isOpen) return <Closed mode={options.signUp} from={from} onLetIn={() => setWasLetIn(true)} />;
  return (
    <Door
      title="Sign up"
      hint={
        invitation
          ? 'Make your account, then join the workspace.'
          : 'An account for you, and a place to work in.'
      }
      foot={
        <p>
          An account already? <Link to={withFrom(paths.signIn(), from)}>Sign in</Link>
        </p>
      }
    >
      <SignUpForm onAsked={setAsked} />
    </Door>
  );
}

function useSignUp(onAsked: (email: string) => void) {
  const { ticket, invitation, from } = useWayIn();
  const navigate = useNavigate();
  const { send, isPending, error } = useSend(postPerson, {
    onReply: (reply, { body }) => {
      if (reply.status === 'look_into_your_mail') return onAsked(body.email);
      becomeSomebody(reply.me);
      void navigate(ownPath(from) ?? paths.home(), { replace: true });
    },
  });
  const wayIn = { ...(ticket && { ticket }), ...(invitation && { invitation }) };
  const signUp = (draft: Draft) => send({ body: { ...draft, ...wayIn, ...whereabouts() } });
  return { signUp, isPending, error };
}

interface Draft {
  name: string;
  email: string;
  password: string;
  marketing: boolean;
}

function SignUpForm({ onAsked }: { onAsked: (email: string) => void }) {
  const [draft, setDraft] = useState<Draft>({ name: '', email: '', password: '', marketing: false });
  const [tried, setTried] = useState(false);
  const { signUp, isPending, error } = useSignUp(onAsked);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const submit = () => {
    setTried(true);
    const { name, email, password } = draft;
    if (name.trim() !== '' && email.trim() !== '' && isLongEnough(password)) signUp(draft);
  };
  return (
    <Form onSubmit={submit} error={error}>
      <NameFields draft={draft} change={change} tried={tried} />
      <NewPasswordField
        name="password"
        value={draft.password}
        tried={tried}
        onChange={(password) => change({ password })}
      />
      <Checkbox
        name="marketing"
        label="Write to me about news now and then"
        hint="Not needed for anything, and taken back with one click."
        value={draft.marketing}
        onChange={(marketing) => change({ marketing })}
      />
      <Submit busy={isPending} alone>
        Sign up
      </Submit>
      {isClosed(error) && (
        <p className="text-sm text-soft">
          <Link to={paths.apply()}>Apply</Link>, <Link to={paths.waitingList()}>wait for the launch</Link>, or
          use the address you were let in with.
        </p>
      )}
    </Form>
  );
}

interface NameFieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  tried: boolean;
}

function NameFields({ draft: { name, email }, change, tried }: NameFieldsProps) {
  const missing = (value: string, message: string) => (tried && value.trim() === '' ? message : undefined);
  return (
    <>
      <TextField
        name="name"
        label="Your name"
        autoComplete="name"
        maxLength={nameLengthMax}
        value={name}
        error={missing(name, 'Write your name.')}
        onChange={(next) => change({ name: next })}
      />
      <TextField
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        error={missing(email, 'Write your e-mail address.')}
        onChange={(next) => change({ email: next })}
      />
    </>
  );
}

const isClosed = (error: Error | null) =>
  error instanceof ApiError && error.code === 'identity.sign_up_is_closed';

/** A guess: both can be changed under You. */
function whereabouts() {
  const locale = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(navigator.language) ? navigator.language : 'en';
  return { locale, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

interface ClosedProps {
  mode: SignInOptions['signUp'];
  from: string | null;
  onLetIn: () => void;
}

/** Why there is no form here, and what there is instead. */
function Closed({ mode, from, onLetIn }: ClosedProps) {
  const isByApplication = mode === 'application';
  return (
    <Door
      tab="Sign up"
      title={isByApplication ? 'By application' : 'By invitation'}
      hint={
        isByApplication
          ? 'New accounts are opened one by one. Tell us who you are, and you get a link by mail.'
          : 'Accounts here are opened by invitation. Ask somebody who works here for one: it comes by mail.'
      }
      foot={
        <p>
          An account already? <Link to={withFrom(paths.signIn(), from)}>Sign in</Link>
        </p>
      }
    >
      <div className="flex flex-col gap-3">
        {isByApplication && (
          <>
            <ButtonLink to={paths.apply()} look="primary" size="large">
              Apply for an account
            </ButtonLink>
            <ButtonLink to={paths.waitingList()} size="large">
              Wait for the launch
            </ButtonLink>
          </>
        )}
        <Button look="quiet" onClick={onLetIn}>
          I have been let in already
        </Button>
      </div>
    </Door>
  );
}
