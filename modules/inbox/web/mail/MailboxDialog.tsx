import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { newId } from '../../../../kit/ids.ts';
import { q } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Loading } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import {
  getMailbox,
  listMailboxes,
  type Mailbox,
  MailboxId,
  patchMailbox,
  putMailbox,
  putOwnMailbox,
} from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { type Draft, draftOf, lackingOf, noDraft, serversIn } from './drafts.ts';
import { AboutFields, ReachedFields, WhoseField } from './MailboxFields.tsx';

const stale = [[listMailboxes.path], [getMailbox.path]];

/** It is tried as soon as it is saved; what came of it stands in the list. */
export default function MailboxDialog({
  mailboxId,
  onClose,
}: {
  mailboxId?: MailboxId;
  onClose: () => void;
}) {
  return mailboxId === undefined ? (
    <AddDialog onClose={onClose} />
  ) : (
    <EditDialog mailboxId={mailboxId} onClose={onClose} />
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const [mailboxId] = useState(() => newId(MailboxId));
  const cannotShare = useWhyNotMay('inbox.manage_mailboxes', 'add a mailbox for all');
  const [draft, setDraft] = useState<Draft>({ ...noDraft, whose: cannotShare ? 'personal' : 'shared' });
  const own = useSend(putOwnMailbox, { stale, onReply: onClose });
  const shared = useSend(putMailbox, { stale, onReply: onClose });
  const params = { workspaceId, mailboxId };
  const save = () => {
    const { address, displayName, username, password, signature } = draft;
    const body = {
      ...{ address, displayName: displayName || address, username: username || address, password, signature },
      ...{ color: 'gray' as const, ...serversIn(draft) },
    };
    if (draft.whose === 'personal') own.send({ params, body });
    else
      shared.send({
        params,
        body: { ...body, locationId: null, isForMembers: draft.whose === 'members' },
      });
  };
  const { isPending, error } = draft.whose === 'personal' ? own : shared;
  return (
    <Dialog open onClose={onClose} title="Add a mailbox" wide>
      <Form onSubmit={save} error={error} unsaved={draft.address !== '' || draft.password !== ''}>
        <WhoseField draft={draft} onChange={setDraft} cannotShare={cannotShare} isNew />
        <AboutFields draft={draft} onChange={setDraft} isNew />
        <ReachedFields draft={draft} onChange={setDraft} isNew />
        <Buttons
          onClose={onClose}
          isPending={isPending}
          lacks={lackingOf(draft, true)}
          save="Add and try it"
        />
      </Form>
    </Dialog>
  );
}

function EditDialog({ mailboxId, onClose }: { mailboxId: MailboxId; onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const { data } = useQuery(q(getMailbox, { params: { workspaceId, mailboxId } }));
  return (
    <Dialog open onClose={onClose} title={data ? `Set up ${data.address}` : 'Set up'} wide>
      {data ? <EditForm mailbox={data} onClose={onClose} /> : <Loading label="Loading the mailbox" />}
    </Dialog>
  );
}

function EditForm({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const before = draftOf(mailbox);
  const [draft, setDraft] = useState(before);
  const { send, isPending, error } = useSend(patchMailbox, { stale, onReply: onClose });
  const save = () => {
    const { displayName, username, password, signature, whose } = draft;
    send({
      params: { workspaceId, mailboxId: mailbox.id },
      body: {
        ...{ displayName, username, signature, ...serversIn(draft) },
        ...(password === '' ? {} : { password }),
        ...(mailbox.kind === 'shared' ? { isForMembers: whose === 'members' } : {}),
      },
    });
  };
  return (
    <Form onSubmit={save} error={error} unsaved={JSON.stringify(draft) !== JSON.stringify(before)}>
      {mailbox.kind === 'shared' && <WhoseField draft={draft} onChange={setDraft} cannotShare={undefined} />}
      <AboutFields draft={draft} onChange={setDraft} />
      <ReachedFields draft={draft} onChange={setDraft} />
      <Buttons onClose={onClose} isPending={isPending} lacks={lackingOf(draft, false)} save="Save" />
    </Form>
  );
}

interface ButtonsProps {
  onClose: () => void;
  isPending: boolean;
  lacks: string | undefined;
  save: string;
}

const Buttons = ({ onClose, isPending, lacks, save }: ButtonsProps) => (
  <div className="mt-1 flex justify-end gap-2">
    <Button look="quiet" onClick={onClose}>
      Cancel
    </Button>
    <Submit busy={isPending} disabledReason={lacks}>
      {save}
    </Submit>
  </div>
);
