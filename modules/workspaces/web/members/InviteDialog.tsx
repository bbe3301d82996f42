import { useState } from 'react';
import { newId } from '../../../../kit/ids.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { InvitationId, type InvitedLocation, listInvitations, putInvitation } from '../../contract.ts';
import { refusalAt } from '../field-errors.ts';
import { fromRole, roleOptions } from '../words.ts';
import { LinkShown } from './LinkShown.tsx';
import { LocationRolesField } from './LocationRolesField.tsx';
import { useOfferedRoles } from './offers.ts';

const ways = [
  { value: 'mail', label: 'By mail', hint: 'We write to them. Only this address can accept.' },
  { value: 'link', label: 'By a link', hint: 'You pass it on. Whoever has it can accept, once.' },
];

/** Somebody is asked to join: the id belongs to the draft, so that sending twice is one invitation. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const [id] = useState(() => newId(InvitationId));
  const [way, setWay] = useState('mail');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('member');
  const [places, setPlaces] = useState<readonly InvitedLocation[]>([]);
  const [link, setLink] = useState<string>();
  const { send, isPending, error } = useSend(putInvitation, {
    stale: [[listInvitations.path]],
    onReply: (invitation) => {
      if (invitation.link) return setLink(invitation.link);
      toast({ title: `${invitation.email ?? 'Somebody'} is invited`, body: 'The mail is on its way.' });
      onClose();
    },
  });
  if (link) return <LinkShown link={link} onClose={onClose} />;

  const submit = () =>
    send({
      params: { workspaceId, invitationId: id },
      body: {
        ...(way === 'mail' && { email: email.trim() }),
        role: fromRole(role),
        locationRoles: [...places],
      },
    });
  return (
    <Dialog open onClose={onClose} title="Invite somebody" wide>
      <Form
        onSubmit={submit}
        error={refusalAt(error, ['email', 'role', 'locationRoles'])}
        unsaved={email !== '' || places.length > 0}
      >
        <RadioGroup name="way" label="How" options={ways} value={way} onChange={setWay} />
        {way === 'mail' && <MailField email={email} onChange={setEmail} />}
        <RoleField role={role} onChange={setRole} />
        <LocationRolesField places={places} needed={role === 'guest'} onChange={setPlaces} />
        <div className="mt-1 flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending} disabledReason={missing({ way, email, role, places })}>
            {way === 'mail' ? 'Send invitation' : 'Make link'}
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}

function MailField({ email, onChange }: { email: string; onChange: (email: string) => void }) {
  return (
    <TextField
      name="email"
      label="E-mail address"
      type="email"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={email}
      onChange={onChange}
    />
  );
}

function RoleField({ role, onChange }: { role: string; onChange: (role: string) => void }) {
  const offered = useOfferedRoles();
  const isAll = offered.includes('owner');
  return (
    <Select
      name="role"
      label="Role"
      hint={isAll ? undefined : 'You can give what you may do yourself; other roles are not listed.'}
      options={roleOptions([...offered, 'guest'])}
      value={role}
      onChange={onChange}
    />
  );
}

interface Written {
  way: string;
  email: string;
  role: string;
  places: readonly InvitedLocation[];
}
function missing({ way, email, role, places }: Written): string | undefined {
  if (way === 'mail' && email.trim() === '') return 'Write their e-mail address first.';
  if (role === 'guest' && places.length === 0) return 'Give a guest a role at one location at least.';
  return undefined;
}
