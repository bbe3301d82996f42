import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { callWith } from '../../../web/kit/api.ts';
import { ButtonLink } from '../../../web/kit/Link.tsx';
import { paths } from '../../../web/paths.ts';
import { postEmailConfirmation } from '../sign-in/contract.ts';
import { type Attempt, attempt } from './attempt.ts';
import { ConfirmationOver } from './ConfirmationOver.tsx';
import { Door } from './Door.tsx';
import { becomeSomebody, withFrom } from './entering.ts';

/** Where the link out of the mail leads: confirmed and, while it is fresh, signed in. */
export async function loader({ request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const confirmed = await attempt(
    callWith(postEmailConfirmation, { body: { token: search.get('token') ?? '' } }),
  );
  const invitation = search.get('invitation');
  const next = invitation
    ? `${paths.invitation()}?${new URLSearchParams({ token: invitation })}`
    : paths.home();
  if (!confirmed.reply?.me) return { confirmed, next };
  becomeSomebody(confirmed.reply.me);
  return redirect(next);
}

interface Loaded {
  confirmed: Attempt<unknown>;
  next: string;
}

export default function ConfirmEmailPage() {
  const { confirmed, next } = useLoaderData<Loaded>();
  if (confirmed.error) return <ConfirmationOver error={confirmed.error} />;
  return (
    <Door title="Confirmed" hint="This address is yours. Sign in to go on.">
      <ButtonLink to={withFrom(paths.signIn(), next)} look="primary" size="large" className="w-full">
        Sign in
      </ButtonLink>
    </Door>
  );
}
