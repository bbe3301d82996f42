import { type ReactNode, useState } from 'react';
import { type LoaderFunctionArgs, useLoaderData, useNavigate } from 'react-router';
import { ApiError, callWith, q, queryClient } from '../../../web/kit/api.ts';
import { Avatar } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { FormProblem } from '../../../web/kit/Form.tsx';
import { ButtonLink } from '../../../web/kit/Link.tsx';
import { Facts } from '../../../web/kit/Section.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { Time } from '../../../web/kit/time.tsx';
import { toast } from '../../../web/kit/toast.ts';
import { paths } from '../../../web/paths.ts';
import {
  getInvitation,
  type InvitationPreview,
  postInvitationAcceptance,
} from '../../workspaces/contract.ts';
import { deleteSession, getMe, type Me, postEmailConfirmationAgain } from '../sign-in/contract.ts';
import { type Attempt, attempt } from './attempt.ts';
import { Door } from './Door.tsx';
import { DoorProblem } from './DoorProblem.tsx';
import { withFrom } from './entering.ts';

interface Loaded {
  token: string;
  invited: Attempt<InvitationPreview>;
  /** Whoever is signed in here already. */
  me: Me | undefined;
}

/** Asked without the session's own watch: most who come have no account yet, and that is no reason to turn them away. */
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
      <Button
        look="primary"
        size="large"
        busy={join.isPending}
        onClick={() => join.send({ body: { token } })}
      >
        <span className="truncate">Join {invitation.workspaceName}</span>
      </Button>
      <SwitchAccount to={withFrom(paths.signIn(), hereAgain(token))} />
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
function SwitchAccount({ to }: { to: string }) {
  const navigate = useNavigate();
  const leave = useSend(deleteSession, {
    failureTitle: 'You are still signed in',
    onReply: async () => {
      queryClient.clear();
      await navigate(to);
    },
  });
  return (
    <Button look="quiet" busy={leave.isPending} onClick={() => leave.send({})}>
      Use another account
    </Button>
  );
}
