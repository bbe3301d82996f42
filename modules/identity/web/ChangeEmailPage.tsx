import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { callWith, queryClient } from '../../../web/kit/api.ts';
import { ButtonLink } from '../../../web/kit/Link.tsx';
import { paths } from '../../../web/paths.ts';
import { postEmailChange } from '../sign-in/contract.ts';
import { type Attempt, attempt } from './attempt.ts';
import { Door } from './Door.tsx';
import { DoorProblem } from './DoorProblem.tsx';

/** Where the link in the mail to a new address leads. */
export async function loader({ request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  const changed = await attempt(callWith(postEmailChange, { body: { token } }));
  // Whoever is signed in here has another address from now on.
  queryClient.clear();
  return changed;
}

export default function ChangeEmailPage() {
  const changed = useLoaderData<Attempt<{ email: string }>>();
  if (changed.error) {
    const next = { to: paths.security(), label: 'Back to your security' };
    return <DoorProblem title="Not changed" error={changed.error} next={next} />;
  }
  return (
    <Door
      title="Changed"
      hint={
        <>
          From now on you sign in with{' '}
          <strong className="font-[550] break-all text-ink">{changed.reply.email}</strong>.
        </>
      }
    >
      <ButtonLink to={paths.home()} look="primary" size="large" className="w-full">
        Go on
      </ButtonLink>
    </Door>
  );
}
