import LogOut from 'lucide-react/icons/log-out';
import UserPlus from 'lucide-react/icons/user-plus';
import { lazy, Suspense, useState } from 'react';
import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import { roles } from '../../../../kit/ctx.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Avatar, Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty, ReadOnlyNote, Refused } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Tabs } from '../../../../web/kit/Tabs.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listMembers, type Member } from '../../contract.ts';
import { mayIn, readRights, useWhyNotMay } from '../rights.ts';
import { useFilters } from '../useFilters.ts';
import { useSettled } from '../useSettled.ts';
import { count, roleLabel, roleOptions } from '../words.ts';
import { InvitationsList } from './InvitationsList.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';

const InviteDialog = lazy(() => import('./InviteDialog.tsx'));
const searchLengthMin = 3;

export async function loader({ params }: LoaderFunctionArgs) {
  const rights = await readRights(params);
  if (rights && mayIn(rights, 'workspaces.read_members')) {
    void queryClient.prefetchInfiniteQuery(
      pagesOf(listMembers, { params: { workspaceId: rights.id }, query: {} }),
    );
  }
  return null;
}

export default function MembersPage() {
  const [open, setOpen] = useState<'invite' | 'leave'>();
  const whyNotSee = useWhyNotMay('workspaces.read_members', 'see who works here');
  const whyNotManage = useWhyNotMay('workspaces.manage_members', 'invite or change its members');
  const invite = () => setOpen('invite');
  const leave = () => setOpen('leave');
  useActions([
    { id: 'members.leave', title: 'Leave this workspace', group: 'Members', icon: LogOut, run: leave },
    ...(whyNotManage ? [] : [inviting(invite)]),
  ]);
  return (
    <Page
      title="Members"
      hint="Who works here, and what they may do."
      actions={<Steps whyNot={whyNotManage} onInvite={invite} onLeave={leave} />}
    >
      {whyNotSee ? (
        <Refused>{whyNotSee}</Refused>
      ) : (
        <>
          {whyNotManage && <ReadOnlyNote>{whyNotManage}</ReadOnlyNote>}
          <Tabs
            label="Members and invitations"
            tabs={[
              { value: 'members', label: 'Members', panel: <MembersList /> },
              {
                value: 'invitations',
                label: 'Invitations',
                panel: <InvitationsList whyNot={whyNotManage} onInvite={invite} />,
              },
            ]}
          />
        </>
      )}
      {open === 'leave' && <LeaveDialog onClose={() => setOpen(undefined)} />}
      <Suspense>{open === 'invite' && <InviteDialog onClose={() => setOpen(undefined)} />}</Suspense>
    </Page>
  );
}

interface StepsProps {
  whyNot: string | undefined;
  onInvite: () => void;
  onLeave: () => void;
}

function Steps({ whyNot, onInvite, onLeave }: StepsProps) {
  const off = { disabledReason: whyNot, reasonShown: false };
  return (
    <>
      <Button look="quiet" icon={LogOut} onClick={onLeave}>
        Leave
      </Button>
      <Button look="primary" icon={UserPlus} onClick={onInvite} {...off}>
        Invite somebody
      </Button>
    </>
  );
}

const inviting = (run: () => void) => ({
  id: 'members.invite',
  title: 'Invite somebody',
  group: 'Members',
  keys: 'c',
  icon: UserPlus,
  keywords: ['add', 'person', 'colleague', 'new'],
  run,
});

const everyRole = roleOptions([...roles, 'guest']);

function MembersList() {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const { filters, change, clear, any } = useFilters(['q', 'role']);
  const words = useSettled(filters.q.trim());
  const role = everyRole.find(({ value }) => value === filters.role)?.value as Member['role'] | 'guest';
  const pages = usePages(listMembers, {
    params: { workspaceId },
    query: { ...(words.length >= searchLengthMin && { q: words }), ...(role && { role }) },
  });
  return (
    <>
      <div className="mb-4 grid grid-cols-[3fr_2fr] items-start gap-3 sm:grid-cols-[16rem_12rem]">
        <TextField
          name="q"
          label="Search"
          type="search"
          placeholder="Name or e-mail"
          value={filters.q}
          onChange={(value) => change('q', value)}
          hint={filters.q !== '' && words.length < searchLengthMin ? 'Three letters or more.' : undefined}
        />
        <Select
          name="role"
          label="Role"
          placeholder="Every role"
          options={[{ value: '', label: 'Every role' }, ...everyRole]}
          value={filters.role}
          onChange={(value) => change('role', value)}
        />
      </div>
      <Table
        label="Members"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate(paths.member({ workspaceId, memberId: id }))}
        empty={<NobodyFound any={any} onClear={clear} />}
      />
    </>
  );
}

function NobodyFound({ any, onClear }: { any: boolean; onClear: () => void }) {
  if (!any) return <Empty title="Nobody is here">Invite the people you work with.</Empty>;
  return (
    <Empty title="Nobody like that" actions={<Button onClick={onClear}>Show everybody</Button>}>
      No member has this in their name or address together with this role.
    </Empty>
  );
}

const columns: readonly Column<Member>[] = [
  {
    title: 'Name',
    width: 'minmax(0,3fr)',
    cell: (member) => <Person {...member} />,
    onPhone: 'title',
  },
  {
    title: 'Role',
    width: 'minmax(0,1fr)',
    cell: ({ role }) => <Badge tone={role === 'owner' ? 'accent' : 'quiet'}>{roleLabel(role)}</Badge>,
    onPhone: 'corner',
  },
  {
    title: 'Locations',
    width: 'minmax(0,1.3fr)',
    cell: ({ role, locations }) => (
      <span className="text-soft">
        {locations.length > 0 ? `At ${count(locations.length, 'location')}` : role && 'All of them'}
      </span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'Joined',
    width: '9rem',
    align: 'end',
    cell: ({ joinedAt }) => (
      <span className="text-soft">
        <Time at={joinedAt} />
      </span>
    ),
    onPhone: 'hidden',
  },
];

function Person({ name, email, avatarUrl, isYou }: Member) {
  return (
    <span className="flex items-center gap-3">
      <Avatar name={name} {...(avatarUrl && { src: avatarUrl })} />
      <span className="min-w-0">
        <span className="flex items-center gap-2 text-base">
          <span className="truncate">{name}</span> {isYou && <Badge>You</Badge>}
        </span>
        <span className="block truncate text-sm text-soft">{email}</span>
      </span>
    </span>
  );
}
