import { useQuery } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { MemberId } from '../../../../kit/ids.ts';
import { q } from '../../../../web/kit/api.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Combobox, Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Loading } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import {
  deleteMailboxMember,
  getMailbox,
  grantedRoles,
  listMailboxes,
  type Mailbox,
  type MailboxSummary,
  putMailboxMember,
} from '../../contract.ts';
import { useColleagues } from '../useColleagues.ts';
import { roleWords } from './words.ts';

interface Props {
  mailbox: MailboxSummary;
  onClose: () => void;
}

const roles = grantedRoles.map((value) => ({ value, ...roleWords[value] }));
const stale = [[getMailbox.path], [listMailboxes.path]];

/** SE-129 */
export default function MembersDialog({ mailbox: { id: mailboxId, address, isForMembers }, onClose }: Props) {
  const workspaceId = useHere().workspace.id;
  const { data } = useQuery(q(getMailbox, { params: { workspaceId, mailboxId } }));
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Members of ${address}`}
      body={
        isForMembers
          ? 'Nobody else sees what is written to it.'
          : 'Everybody in the workspace may use it as their role allows; whoever is named here, as it says here.'
      }
    >
      {data ? <Members mailbox={data} /> : <Loading label="Loading members" />}
      <div className="mt-6 flex justify-end">
        <Button look="quiet" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

function Members({ mailbox }: { mailbox: Mailbox }) {
  return (
    <div className="flex flex-col gap-5">
      <ul aria-label="Members" className="flex flex-col">
        {mailbox.members.map(({ member, role }) => (
          <li
            key={member.memberId}
            className="flex items-center gap-3 border-b border-line py-2 last:border-0"
          >
            <span className="min-w-0 flex-1 truncate">{member.name ?? 'Somebody without a name'}</span>
            <span className="text-sm text-soft">{roleWords[role].label}</span>
            {role !== 'owner' && <Drop mailbox={mailbox} memberId={member.memberId} name={member.name} />}
          </li>
        ))}
      </ul>
      <NameMember mailbox={mailbox} />
    </div>
  );
}

function Drop({ mailbox, memberId, name }: { mailbox: Mailbox; memberId: MemberId; name: string | null }) {
  const workspaceId = useHere().workspace.id;
  const { send } = useSend(deleteMailboxMember, {
    stale,
    failureTitle: `${name ?? 'They'} are still a member`,
  });
  return (
    <IconButton
      icon={X}
      size="small"
      label={`Take ${name ?? 'them'} off`}
      onClick={() => send({ params: { workspaceId, mailboxId: mailbox.id, memberId } })}
    />
  );
}

function NameMember({ mailbox }: { mailbox: Mailbox }) {
  const workspaceId = useHere().workspace.id;
  const { members } = useColleagues();
  const [memberId, setMemberId] = useState('');
  const [role, setRole] = useState('member');
  const { send, isPending, error } = useSend(putMailboxMember, { stale, onReply: () => setMemberId('') });
  const owners = new Set<string>(
    mailbox.members.filter((one) => one.role === 'owner').map(({ member }) => member.memberId),
  );
  const options = members
    .filter(({ id }) => !owners.has(id))
    .map(({ id, name, email }) => ({ value: id, label: name ?? email ?? 'Somebody without a name' }));
  const given = grantedRoles.find((one) => one === role) ?? 'member';
  const name = () =>
    send({
      params: { workspaceId, mailboxId: mailbox.id, memberId: MemberId.parse(memberId) },
      body: { role: given },
    });
  return (
    <Form onSubmit={name} error={error}>
      <Combobox name="memberId" label="Colleague" options={options} value={memberId} onChange={setMemberId} />
      <Select name="role" label="May" options={roles} value={role} onChange={setRole} />
      <Submit busy={isPending} disabledReason={memberId === '' ? 'Choose a colleague first.' : undefined}>
        Name member
      </Submit>
    </Form>
  );
}
