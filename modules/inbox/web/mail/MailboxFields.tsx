import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { PasswordField } from '../../../../web/kit/PasswordField.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { signatureLengthMax } from '../../contract.ts';
import { type Draft, draftsOf, type ServerDraft, serversIn, withAddress } from './drafts.ts';
import { providerOf, providers } from './providers.ts';

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  isNew?: boolean;
}

const whose = {
  shared: { value: 'shared', label: 'Everybody', hint: 'Who sees the inbox sees its mail.' },
  members: { value: 'members', label: 'Its members', hint: 'Only those you name see its mail.' },
  personal: { value: 'personal', label: 'Me alone', hint: 'Nobody else sees its mail, whatever their role.' },
};

export function WhoseField({
  draft,
  onChange,
  isNew,
  cannotShare,
}: Props & { cannotShare: string | undefined }) {
  const options = cannotShare
    ? [whose.personal]
    : [whose.shared, whose.members, ...(isNew ? [whose.personal] : [])];
  const choose = (value: string) =>
    onChange({ ...draft, whose: value === 'personal' || value === 'members' ? value : 'shared' });
  return (
    <RadioGroup
      name="whose"
      label="For whom"
      hint={cannotShare}
      options={options}
      value={draft.whose}
      onChange={choose}
    />
  );
}

export function AboutFields({ draft, onChange, isNew }: Props) {
  return (
    <>
      {isNew && (
        <TextField
          name="address"
          label="Address"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={draft.address}
          onChange={(address) => onChange(withAddress(draft, address))}
        />
      )}
      <TextField
        name="displayName"
        label="Name"
        hint="As customers read it beside the address."
        optional={isNew ?? false}
        maxLength={255}
        value={draft.displayName}
        onChange={(displayName) => onChange({ ...draft, displayName })}
      />
      <TextArea
        name="signature"
        label="Signature"
        hint="Below every mail that goes out."
        optional
        rows={3}
        maxLength={signatureLengthMax}
        value={draft.signature}
        onChange={(signature) => onChange({ ...draft, signature })}
      />
    </>
  );
}

const others = { value: 'other', label: 'Another provider' };

export function ReachedFields({ draft, onChange, isNew }: Props) {
  const choose = (value: string) => {
    const provider = providers.find((one) => one.value === value);
    if (provider) onChange({ ...draft, ...draftsOf(provider), areServersOwn: true });
  };
  return (
    <>
      <Select
        name="provider"
        label="Provider"
        options={[
          ...providers.map(({ value, label, hint }) => ({ value, label, ...(hint && { hint }) })),
          others,
        ]}
        value={providerOf(serversIn(draft).imap)}
        onChange={choose}
      />
      <ServerFields
        name="imap"
        label="IMAP"
        server={draft.imap}
        onChange={(imap) => onChange({ ...draft, imap, areServersOwn: true })}
      />
      <ServerFields
        name="smtp"
        label="SMTP"
        server={draft.smtp}
        onChange={(smtp) => onChange({ ...draft, smtp, areServersOwn: true })}
      />
      <TextField
        name="username"
        label="User name"
        hint="Mostly the address itself."
        optional={isNew ?? false}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={draft.username}
        onChange={(username) => onChange({ ...draft, username })}
      />
      <PasswordField
        name="password"
        label="Password"
        kind="new"
        maxLength={1_000}
        hint={isNew ? 'Kept sealed, and shown to nobody.' : 'Leave it empty to keep the one that is there.'}
        value={draft.password}
        onChange={(password) => onChange({ ...draft, password })}
      />
    </>
  );
}

interface ServerProps {
  name: 'imap' | 'smtp';
  label: string;
  server: ServerDraft;
  onChange: (server: ServerDraft) => void;
}

const encryption = [
  { value: 'tls', label: 'TLS' },
  { value: 'starttls', label: 'STARTTLS' },
];

function ServerFields({ name, label, server, onChange }: ServerProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-[1fr_6rem_9rem]">
      <TextField
        name={`${name}.host`}
        label={`${label} server`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={server.host}
        onChange={(host) => onChange({ ...server, host })}
      />
      <TextField
        name={`${name}.port`}
        label={`${label} port`}
        inputMode="numeric"
        value={server.port}
        onChange={(port) => onChange({ ...server, port })}
      />
      <Select
        name={`${name}.isSecure`}
        label={`${label} encryption`}
        options={encryption}
        value={server.isSecure ? 'tls' : 'starttls'}
        onChange={(value) => onChange({ ...server, isSecure: value === 'tls' })}
      />
    </div>
  );
}
