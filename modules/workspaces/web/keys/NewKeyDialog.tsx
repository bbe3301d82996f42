import { useState } from 'react';
import { urlOf } from '../../../../kit/client.ts';
import { ApiKeyId, newId } from '../../../../kit/ids.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { useHere } from '../../../../web/workspace.ts';
import { keyNameLengthMax, listKeys, listLocations, putKey } from '../../contract.ts';
import { Copyable } from '../Copyable.tsx';
import { refusalAt } from '../field-errors.ts';
import { PermissionsField } from './PermissionsField.tsx';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const lifetimes = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never', hint: 'Until somebody revokes it.' },
];

/** The id belongs to the draft: a key whose token was lost on the way is not made twice. */
export default function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const [id] = useState(() => newId(ApiKeyId));
  const [name, setName] = useState('');
  const [permissions, setPermissions] = useState<ReadonlySet<string>>(new Set());
  const [lifetime, setLifetime] = useState('90');
  const [token, setToken] = useState<string>();
  const { send, isPending, error } = useSend(putKey, {
    stale: [[listKeys.path]],
    onReply: (key) => (key.token ? setToken(key.token) : onClose()),
  });
  if (token) return <TokenShown token={token} onClose={onClose} />;

  const body = { name, permissions: [...permissions], expiresAt: endOf(lifetime) };
  return (
    <Dialog open onClose={onClose} title="Make an API key" wide>
      <Form
        onSubmit={() => send({ params: { workspaceId, keyId: id }, body })}
        error={refusalAt(error, ['name', 'permissions', 'expiresAt'])}
        unsaved={name !== '' || permissions.size > 0}
      >
        <TextField
          name="name"
          label="Name"
          hint="What uses it: you will look for it by this name."
          maxLength={keyNameLengthMax}
          autoComplete="off"
          value={name}
          onChange={setName}
        />
        <PermissionsField chosen={permissions} onChange={setPermissions} />
        <EndField value={lifetime} onChange={setLifetime} />
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending} disabledReason={missing(name, permissions)}>
            Make key
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}

const EndField = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <Select
    name="expiresAt"
    label="Ends"
    options={lifetimes}
    value={value}
    onChange={onChange}
    className="sm:max-w-56"
  />
);

const endOf = (lifetime: string) =>
  lifetime === 'never' ? null : new Date(startOfHour() + Number(lifetime) * dayMs);

/** The same words sent again are the same request. */
const startOfHour = () => Math.floor(Date.now() / hourMs) * hourMs;

function missing(name: string, permissions: ReadonlySet<string>): string | undefined {
  if (name.trim() === '') return 'Give it a name first.';
  return permissions.size === 0 ? 'Choose what it may do first.' : undefined;
}

/** The one moment the token can be read: it is kept nowhere. */
function TokenShown({ token, onClose }: { token: string; onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const url = location.origin + urlOf(listLocations, { workspaceId });
  return (
    <Dialog
      open
      onClose={onClose}
      title="The key is made"
      body="Copy its token now and keep it like a password: it is shown this once."
      wide
    >
      <div className="flex flex-col gap-6">
        <Copyable label="Token" text={token} primary />
        <Copyable label="Example" text={`curl -H "Authorization: Bearer ${token}" \\\n  ${url}`} />
      </div>
      <div className="mt-6 flex justify-end">
        <Button look="quiet" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
