import { type ReactNode, useState } from 'react';
import { type LoaderFunctionArgs, useLoaderData, useNavigate } from 'react-router';
import {
  deleteSession,
  getMe,
  type Me,
  postEmailConfirmationAgain,
} from '../../modules/identity/contract.ts';
import { type Attempt, attempt } from '../../modules/identity/web/attempt.ts';
import { Door } from '../../modules/identity/web/Door.tsx';
import { DoorProblem } from '../../modules/identity/web/DoorProblem.tsx';
import { withFrom } from '../../modules/identity/web/entering.ts';
import {
  getInvitation,
  type InvitationPreview,
  postInvitationAcceptance,
} from '../../modules/workspaces/contract.ts';
import { ApiError, callWith, q, queryClient } from '../kit/api.ts';
import { Avatar } from '../kit/Badge.tsx';
import { Button } from '../kit/Button.tsx';
import { FormProblem } from '../kit/Form.tsx';
import { ButtonLink } from '../kit/Link.tsx';
import { Facts } from '../kit/Section.tsx';
import { useSend } from '../kit/send.ts';
import { Time } from '../kit/time.tsx';
import { toast } from '../kit/toast.ts';
import { paths } from '../paths.ts';

interface Loaded {
  token: string;
  invited: Attempt<InvitationPreview>;
  /** Whoever is signed in here already. */
  me: Me | undefined;
}

/** Who they are is asked past the session's own watch: most who come have no account, and are not turned away. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Loaded> {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  const [invited, { reply: me }] = await Promise.all([
    attempt(callWith(getInvitation, { params: { token } })),
    attempt(callWith(getMe, {})),
  ]);
  if (me) queryClient.setQueryData(q(getMe).queryKey, me);
  return { token, invited, me };
}

export default function InvitationPage() {
  const { token, invited, me } = useLoaderData<Loaded>();
  if (invited.error) {
    const next = { to: paths.home(), label: 'Go on to Stoa' };
    return <DoorProblem title="No invitation" error={invited.error} next={next} />;
  }
  const { workspaceName, invitedBy } = invited.reply;
  return (
    <Door tab="Invitation" title={`Join ${workspaceName}`} hint={`${invitedBy} invites you to work there.`}>
      <WhatFor invitation={invited.reply} />
      {me ? (
        <Join token={token} me={me} invitation={invited.reply} />
      ) : (
        <WhoAreYou token={token} invitation={invited.reply} />
      )}
    </Door>
  );
}

function WhatFor({ invitation: { role, locations, email, expiresAt } }: { invitation: InvitationPreview }) {
  const facts: (readonly [string, ReactNode])[] = [];
  if (role) facts.push(['As', inWords(role)]);
  if (locations.length > 0) {
    const places = locations.map(({ name, role }) => `${name} (${role})`).join(', ');
    facts.push([role ? 'And at' : 'At', places]);
  }
  facts.push(['For', email ?? 'Whoever has this link']);
  facts.push(['Until', <Time key="until" at={expiresAt} as="day" />]);
  return <Facts facts={facts} />;
}

const inWords = (role: string) => role.charAt(0).toUpperCase() + role.slice(1);
const hereAgain = (token: string) => `${paths.invitation()}?${new URLSearchParams({ token })}`;

function WhoAreYou({ token, invitation }: { token: string; invitation: InvitationPreview }) {
  const from = hereAgain(token);
  const signUp = `${paths.signUp()}?${new URLSearchParams({ invitation: token, from })}`;
  return (
    <div className="mt-8 flex flex-col gap-3">
      <ButtonLink to={signUp} look="primary" size="large">
        Make an account
      </ButtonLink>
      <ButtonLink to={withFrom(paths.signIn(), from)} size="large">
        I have one: sign in
      </ButtonLink>
      {invitation.email && (
        <p className="text-sm text-faint">Use the address the invitation went to: {invitation.email}.</p>
      )}
    </div>
  );
}

interface JoinProps {
  token: string;
  me: Me;
  invitation: InvitationPreview;
}

function Join({ token, me, invitation }: JoinProps) {
  const navigate = useNavigate();
  const join = useSend(postInvitationAcceptance, {
    onReply: async ({ workspaceId }) => {
      await queryClient.invalidateQueries();
      toast({ title: `You are in ${invitation.workspaceName}` });
      await navigate(paths.workspace({ workspaceId }), { replace: true });
    },
  });
  const code = join.error instanceof ApiError ? join.error.code : undefined;
  const isForAnother = code === 'workspaces.invitation_is_for_another';
  return (
    <div className="mt-8 flex flex-col gap-4">
      <p className="flex items-center gap-3">
        <Avatar name={me.name} src={me.avatarUrl} />
        <span className="min-w-0">
          <span className="block truncate font-[550]">{me.name}</span>
          <span className="block truncate text-sm text-soft">{me.email}</span>
        </span>
      </p>
      {join.error && <FormProblem error={join.error} />}
      {code === 'workspaces.address_is_not_confirmed' && <ConfirmFirst />}
      {!isForAnother && (
        <Button
          look="primary"
          size="large"
          busy={join.isPending}
          onClick={() => join.send({ body: { token } })}
        >
          <span className="truncate">Join {invitation.workspaceName}</span>
        </Button>
      )}
      <SwitchAccount isNext={isForAnother} to={withFrom(paths.signIn(), hereAgain(token))} />
    </div>
  );
}

function ConfirmFirst() {
  const [isSent, setSent] = useState(false);
  const again = useSend(postEmailConfirmationAgain, { onReply: () => setSent(true) });
  return (
    <Button
      busy={again.isPending}
      onClick={() => again.send({ body: {} })}
      disabledReason={isSent ? 'Sent. Follow the link in the mail, then join.' : undefined}
    >
      Send the link again
    </Button>
  );
}

/** The invitation is for another of their accounts. */
function SwitchAccount({ to, isNext }: { to: string; isNext: boolean }) {
  const navigate = useNavigate();
  const leave = useSend(deleteSession, {
    failureTitle: 'You are still signed in',
    onReply: async () => {
      queryClient.clear();
      await navigate(to);
    },
  });
  return (
    <Button
      look={isNext ? 'primary' : 'quiet'}
      size={isNext ? 'large' : 'medium'}
      busy={leave.isPending}
      onClick={() => leave.send({})}
    >
      Use another account
    </Button>
  );
}
