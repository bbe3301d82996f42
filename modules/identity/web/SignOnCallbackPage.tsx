import { type LoaderFunctionArgs, redirect, useLoaderData, useNavigate } from 'react-router';
import { ApiError, callWith, queryClient } from '../../../web/kit/api.ts';
import { toast } from '../../../web/kit/toast.ts';
import { paths } from '../../../web/paths.ts';
import type { SignedIn } from '../sign-in/contract.ts';
import { postSignOnAnswer } from '../single-sign-on/contract.ts';
import { type Attempt, attempt } from './attempt.ts';
import { DoorProblem } from './DoorProblem.tsx';
import { becomeSomebody, ownPath } from './entering.ts';
import SecondFactor from './SecondFactor.tsx';
import { takeSignOnTicket } from './sign-on.ts';

type SecondStep = Extract<SignedIn, { status: 'second_factor_needed' }>;

const notBegunHere = new ApiError({
  status: 409,
  code: 'identity.sign_on_failed',
  message: 'This sign-in was not begun in this tab, or it is finished already. Begin again.',
});

/** Somebody comes back from a provider. Its answer is good once, so it is passed on before anything is drawn. */
export async function loader({ request }: LoaderFunctionArgs) {
  const ticket = takeSignOnTicket();
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const answered = await attempt(
    ticket ? callWith(postSignOnAnswer, { body: { ticket, params } }) : Promise.reject(notBegunHere),
  );
  if (answered.error) return answered;
  const { outcome, returnTo } = answered.reply;
  const to = ownPath(returnTo) ?? paths.home();
  if (outcome.status === 'second_factor_needed') return { reply: { step: outcome, to } };
  if (outcome.status === 'signed_in') {
    becomeSomebody(outcome.me);
    return redirect(to);
  }
  queryClient.clear();
  toast({ title: 'The account is linked', body: 'You can sign in with it from now on.' });
  return redirect(paths.security());
}

export default function SignOnCallbackPage() {
  const came = useLoaderData<Attempt<{ step: SecondStep; to: string }>>();
  const navigate = useNavigate();
  if (came.error) {
    const isLinking = came.error instanceof ApiError && came.error.code === 'identity.sign_on_is_taken';
    const next = isLinking
      ? { to: paths.security(), label: 'Back to your security' }
      : { to: paths.signIn(), label: 'To the sign-in page' };
    return <DoorProblem title="Not signed in" error={came.error} next={next} />;
  }
  const { step, to } = came.reply;
  return (
    <SecondFactor
      {...step}
      onEntered={(me) => {
        becomeSomebody(me);
        void navigate(to, { replace: true });
      }}
      onBack={() => void navigate(paths.signIn())}
    />
  );
}
