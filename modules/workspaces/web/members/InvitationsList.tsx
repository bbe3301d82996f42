import Ellipsis from 'lucide-react/icons/ellipsis';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import UserPlus from 'lucide-react/icons/user-plus';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Empty, Refused } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  deleteInvitation,
  type Invitation,
  type InvitationStatus,
  invitationStatuses,
  listInvitations,
  postInvitationResend,
} from '../../contract.ts';
import { count, roleLabel, sentence } from '../words.ts';
import { LinkShown } from './LinkShown.tsx';

interface InvitationsListProps {
  whyNot: string | undefined;
  onInvite: () => void;
}

/** Who was asked to join. Not shown to whoever could not ask anybody: it holds addresses. */
export function InvitationsList({ whyNot, onInvite }: InvitationsListProps) {
  if (whyNot) return <Refused>{whyNot}</Refused>;
  return <Invitations onInvite={onInvite} />;
}

const statuses = [
  { value: '', label: 'All of them' },
  ...invitationStatuses.map((status) => ({ value: status, label: sentence(status) })),
];

function Invitations({ onInvite }: { onInvite: () => void }) {
  const workspaceId = useHere().workspace.id;
  const [status, setStatus] = useState<string>('open');
  const [link, setLink] = useState<string>();
  const [revoking, setRevoking] = useState<Invitation>();
  const pages = usePages(listInvitations, {
    params: { workspaceId },
    query: status === '' ? {} : { status: status as InvitationStatus },
  });
  const resend = useSend(postInvitationResend, {
    stale: [[listInvitations.path]],
    failureTitle: 'This was not sent',
    onReply: (invitation) => {
      if (invitation.link) return setLink(invitation.link);
      toast({ title: `The invitation goes to ${invitation.email} once more` });
    },
  });
  const columns = columnsOf(
    ({ id }) => resend.send({ params: { workspaceId, invitationId: id } }),
    setRevoking,
  );
  return (
    <>
      <Select
        name="status"
        label="Show"
        options={statuses}
        value={status}
        onChange={setStatus}
        className="mb-4 w-full sm:w-48"
      />
      <Table
        label="Invitations"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={(row) => toWhom(row)}
        empty={<NoInvitations status={status} onInvite={onInvite} />}
      />
      {link && <LinkShown link={link} onClose={() => setLink(undefined)} />}
      {revoking && <RevokeDialog invitation={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

const toWhom = ({ email }: Invitation) => email ?? 'Whoever has the link';

function NoInvitations({ status, onInvite }: { status: string; onInvite: () => void }) {
  return (
    <Empty
      title={status === 'open' ? 'Nobody is invited at the moment' : 'No such invitations'}
      actions={
        <Button icon={UserPlus} onClick={onInvite}>
          Invite somebody
        </Button>
      }
    >
      An invitation goes by mail or as a link you pass on, and says what the person will be able to do.
    </Empty>
  );
}

const tones = {
  open: 'accent',
  accepted: 'good',
  revoked: 'quiet',
  expired: 'quiet',
  undelivered: 'danger',
} as const;

const columnsOf = (
  onResend: (row: Invitation) => void,
  onRevoke: (row: Invitation) => void,
): Column<Invitation>[] => [
  {
    title: 'To',
    width: 'minmax(0,2.2fr)',
    cell: (row) => (
      <span className={row.email ? 'block truncate' : 'block truncate text-soft'}>{toWhom(row)}</span>
    ),
    onPhone: 'title',
  },
  {
    title: 'Role',
    width: 'minmax(0,1.2fr)',
    cell: ({ role, locationRoles }) => (
      <span className="text-soft">
        {roleLabel(role)}
        {locationRoles.length > 0 && `, ${count(locationRoles.length, 'location')}`}
      </span>
    ),
    onPhone: 'line',
  },
  {
    title: 'State',
    width: '7rem',
    cell: ({ status }) => <Badge tone={tones[status]}>{sentence(status)}</Badge>,
    onPhone: 'line',
  },
  {
    title: 'Sent',
    width: '8rem',
    align: 'end',
    cell: ({ sentAt, sentCount }) => (
      <span className="text-soft">
        {sentAt ? <Time at={sentAt} /> : 'On its way'}
        {sentCount > 1 && <span className="block text-sm text-faint">{sentCount} times</span>}
      </span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'Ends',
    width: '7rem',
    align: 'end',
    cell: ({ status, expiresAt }) => (
      <span className="text-soft">{status === 'open' ? <Time at={expiresAt} /> : '–'}</span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'Actions',
    untitled: true,
    width: '3rem',
    align: 'end',
    cell: (row) => <RowMenu row={row} onResend={() => onResend(row)} onRevoke={() => onRevoke(row)} />,
    onPhone: 'corner',
  },
];

interface RowMenuProps {
  row: Invitation;
  onResend: () => void;
  onRevoke: () => void;
}

function RowMenu({ row, onResend, onRevoke }: RowMenuProps) {
  const isOver = row.status === 'accepted' || row.status === 'revoked' || row.status === 'undelivered';
  const over = isOver ? `This invitation is ${row.status}. Make a new one.` : undefined;
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={`Actions for ${toWhom(row)}`} size="small" />}
      items={[
        {
          label: row.email ? 'Send again' : 'Make another link',
          icon: RotateCcw,
          onSelect: onResend,
          disabledReason: over,
        },
        { label: 'Revoke', icon: X, onSelect: onRevoke, danger: true, apart: true, disabledReason: over },
      ]}
    />
  );
}

function RevokeDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const { send, isPending } = useSend(deleteInvitation, {
    stale: [[listInvitations.path]],
    failureTitle: 'This invitation still stands',
    onReply: () => {
      toast({ title: 'The invitation is revoked' });
      onClose();
    },
  });
  return (
    <AlertDialog
      open
      title="Revoke this invitation?"
      body={`What was sent to ${invitation.email ?? 'whoever has the link'} opens nothing any more.`}
      confirm="Revoke"
      busy={isPending}
      onConfirm={() => send({ params: { workspaceId, invitationId: invitation.id } })}
      onCancel={onClose}
    />
  );
}
