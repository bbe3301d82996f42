import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { usePages } from '../../../../web/kit/api.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { editPages, sendNow, useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type AlertAddress,
  deleteAlertAddress,
  listAlertAddresses,
  putAlertAddress,
} from '../../administration/contract.ts';
import { MailAddress } from '../../texts/contract.ts';
import { missing } from './field-errors.ts';

const stale = [[listAlertAddresses.path]];
type Told = Pick<AlertAddress, 'creatorApplications' | 'agencyApplications'> & { paused: boolean };

/** Who is told of new applications, and of which. */
export function AlertAddresses() {
  const [adding, setAdding] = useState(false);
  const pages = usePages(listAlertAddresses);
  return (
    <Section
      title="Alerts"
      hint="Who gets a mail when somebody applies."
      actions={
        !adding && (
          <Button icon={Plus} onClick={() => setAdding(true)}>
            Add address
          </Button>
        )
      }
    >
      {adding && <AddAddress onClose={() => setAdding(false)} />}
      {pages.state === 'failed' && <Failed error={pages.error} again={pages.again} />}
      {pages.state === 'loading' && <Loading label="Loading the addresses" lines={2} />}
      {pages.state === 'loaded' && pages.items.length === 0 && !adding && (
        <p className="text-soft">Nobody yet. Applications wait in their list until somebody looks.</p>
      )}
      <ul aria-label="Alert addresses">
        {pages.items.map((address) => (
          <Address key={address.email} address={address} />
        ))}
      </ul>
    </Section>
  );
}

const toldOf = ({ creatorApplications, agencyApplications, pausedAt }: AlertAddress): Told => ({
  creatorApplications,
  agencyApplications,
  paused: pausedAt !== null,
});

function put(address: AlertAddress, told: Told): void {
  const { email } = address;
  const { paused, ...types } = told;
  void sendNow(
    putAlertAddress,
    { params: { email }, body: told },
    {
      changes: () => [
        editPages(listAlertAddresses, [], (all) =>
          all.map((one) =>
            one.email === email
              ? { ...one, ...types, pausedAt: paused ? (one.pausedAt ?? new Date()) : null }
              : one,
          ),
        ),
      ],
      stale,
      failureTitle: 'The alert is as it was',
    },
  ).catch(() => undefined);
}

function Address({ address }: { address: AlertAddress }) {
  const { email } = address;
  const told = toldOf(address);
  const change = (part: Partial<Told>) => put(address, { ...told, ...part });
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-line py-2.5">
      <span className="min-w-0 flex-1 basis-56 truncate" title={email}>
        {email}
      </span>
      <span className="flex flex-wrap gap-x-5">
        <Checkbox
          name={`creators ${email}`}
          label="Creators"
          disabled={told.paused}
          value={told.creatorApplications}
          onChange={(creatorApplications) => change({ creatorApplications })}
        />
        <Checkbox
          name={`agencies ${email}`}
          label="Agencies"
          disabled={told.paused}
          value={told.agencyApplications}
          onChange={(agencyApplications) => change({ agencyApplications })}
        />
        <Checkbox
          name={`paused ${email}`}
          label="Paused"
          value={told.paused}
          onChange={(paused) => change({ paused })}
        />
      </span>
      <IconButton
        icon={Trash2}
        label={`Tell ${email} no more`}
        size="small"
        onClick={() => takeAway(address)}
      />
    </li>
  );
}

function takeAway(address: AlertAddress): void {
  const { email } = address;
  void sendNow(
    deleteAlertAddress,
    { params: { email } },
    {
      changes: () => [editPages(listAlertAddresses, [], (all) => all.filter((one) => one.email !== email))],
      stale,
      failureTitle: 'The address is still told',
      onReply: () => toast({ title: `${email} is told no more`, undo: () => put(address, toldOf(address)) }),
    },
  ).catch(() => undefined);
}

function AddAddress({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [refusal, setRefusal] = useState<Error>();
  const { send, isPending, error } = useSend(putAlertAddress, { stale, onReply: onClose });
  const submit = () => {
    const parsed = MailAddress.safeParse(email);
    setRefusal(parsed.success ? undefined : missing({ email: 'Write an address like name@example.com.' }));
    if (!parsed.success) return;
    send({
      params: { email: parsed.data },
      body: { creatorApplications: true, agencyApplications: true, paused: false },
    });
  };
  return (
    <Form
      onSubmit={submit}
      error={refusal ?? error}
      className="mb-3 flex flex-wrap items-start gap-3 border-y border-line bg-raised px-4 py-4"
    >
      <TextField
        name="email"
        label="E-mail address"
        type="email"
        hint="Told of creators and agencies; choose below."
        className="w-80 max-w-full"
        autoComplete="off"
        autoFocus
        value={email}
        onChange={setEmail}
      />
      <span className="flex gap-2 sm:mt-[1.72rem]">
        <Submit busy={isPending}>Add address</Submit>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </span>
    </Form>
  );
}
