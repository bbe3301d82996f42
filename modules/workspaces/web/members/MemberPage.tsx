import { useQuery } from '@tanstack/react-query';
import UserMinus from 'lucide-react/icons/user-minus';
import { useState } from 'react';
import { type LoaderFunctionArgs, useParams } from 'react-router';
import { accessOf, permissionsOf } from '../../../../kit/access.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { Failed, Loading, ReadOnlyNote, Refused } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getMember, listPermissions, type Member } from '../../contract.ts';
import { mayIn, readRights, useOwnPermissions, useWhyNotMay } from '../rights.ts';
import { LeaveDialog } from './LeaveDialog.tsx';
import { MemberLocations } from './MemberLocations.tsx';
import { MemberPermissions } from './MemberPermissions.tsx';
import { MemberRole } from './MemberRole.tsx';
import { policyOf, usePermissions } from './offers.ts';
import { RemoveDialog } from './RemoveDialog.tsx';

const paramsOf = ({ workspaceId, memberId }: Readonly<Record<string, string | undefined>>) =>
  getMember.params.parse({ workspaceId, memberId });

export async function loader({ params }: LoaderFunctionArgs) {
  const at = paramsOf(params);
  const rights = await readRights(params);
  if (!mayIn(rights, 'workspaces.read_members')) return null;
  await Promise.all([
    queryClient.ensureQueryData(q(getMember, { params: at })),
    queryClient.ensureQueryData(q(listPermissions, { params: { workspaceId: at.workspaceId } })),
  ]);
  return null;
}

export default function MemberPage() {
  const at = paramsOf(useParams());
  const whyNotSee = useWhyNotMay('workspaces.read_members', 'see who works here');
  const up = { to: paths.members({ workspaceId: at.workspaceId }), label: 'Members' };
  if (whyNotSee) {
    return (
      <Page title="A member" up={up}>
        <Refused>{whyNotSee}</Refused>
      </Page>
    );
  }
  return <MemberRead at={at} up={up} />;
}

interface MemberReadProps {
  at: ReturnType<typeof paramsOf>;
  up: { to: string; label: string };
}

/** Somebody may be removed while they are looked at. */
function MemberRead({ at, up }: MemberReadProps) {
  const { data: member, error, refetch } = useQuery(q(getMember, { params: at }));
  if (member && !error) return <OneMember member={member} up={up} />;
  return (
    <Page title="A member" up={up}>
      {error ? <Failed error={error} again={() => void refetch()} /> : <Loading label="Loading the member" />}
    </Page>
  );
}

function OneMember({ member, up }: { member: Member; up: MemberReadProps['up'] }) {
  const whyNot = useWhyNotChange(member);
  const [isLeaving, setLeaving] = useState(false);
  const leave = () => setLeaving(true);
  const verb = member.isYou ? 'Leave this workspace' : `Remove ${member.name}`;
  const whyNotGo = member.isYou ? undefined : whyNot;
  useActions(
    whyNotGo ? [] : [{ id: 'member.remove', title: verb, group: 'This member', icon: UserMinus, run: leave }],
  );
  return (
    <Page
      title={member.name}
      hint={
        <span className="flex items-center gap-2">
          <Avatar name={member.name} size="small" {...(member.avatarUrl && { src: member.avatarUrl })} />
          <span className="min-w-0 truncate">
            {member.email}
            {member.username && ` · @${member.username}`}
          </span>
        </span>
      }
      up={up}
      actions={
        <Button icon={UserMinus} onClick={leave} disabledReason={whyNotGo} reasonShown={false}>
          {member.isYou ? 'Leave' : 'Remove'}
        </Button>
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <Facts
        facts={[
          ['Role', <MemberRole key="role" member={member} whyNot={whyNot} />],
          ['Joined', <Time key="joined" at={member.joinedAt} />],
          ['Invited by', invitedBy(member)],
        ]}
      />
      <div className="mt-8">
        <MemberLocations member={member} whyNot={whyNot} />
        <Section
          title={member.isYou ? 'What you may do' : `What ${member.name} may do`}
          hint="In the whole workspace, and why."
        >
          <MemberPermissions member={member} whyNot={whyNot} />
        </Section>
      </div>
      {isLeaving && member.isYou && <LeaveDialog onClose={() => setLeaving(false)} />}
      {isLeaving && !member.isYou && <RemoveDialog member={member} onClose={() => setLeaving(false)} />}
    </Page>
  );
}

const invitedBy = ({ invitedBy: by, role }: Member) => {
  if (by) return by.name ?? 'Somebody who is not here any more';
  return role === 'owner' ? 'Was here from the beginning' : 'Nobody in particular';
};

/** Nobody changes who may do more than they may themselves; the server says the same. */
function useWhyNotChange(member: Member): string | undefined {
  const { workspace } = useHere();
  const whyNotManage = useWhyNotMay('workspaces.manage_members', 'change its members');
  const policy = policyOf(usePermissions());
  const mine = useOwnPermissions();
  if (whyNotManage) return whyNotManage;
  if (member.role === 'owner' && workspace.role !== 'owner') {
    return `${member.name} is an owner. Only an owner can change or remove an owner.`;
  }
  const access = {
    ...accessOf(member.role),
    extra: member.extraPermissions,
    withdrawn: member.withdrawnPermissions,
  };
  if (permissionsOf(policy, access).every((permission) => mine.has(permission))) return undefined;
  return `${member.name} may do more than you: only somebody who may do as much can change that.`;
}
