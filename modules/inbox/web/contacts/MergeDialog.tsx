import { useDeferredValue, useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { sendNow, useSend } from '../../../../web/kit/send.ts';
import { Failed } from '../../../../web/kit/states.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type Contact,
  type ContactSummary,
  deleteMerge,
  getContact,
  listComments,
  listContacts,
  listMerges,
  MergeId,
  putMerge,
} from '../../contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { DialogFoot } from '../DialogFoot.tsx';
import { channelLabels, count } from '../words.ts';
import type { At } from './deeds.ts';

const shownMax = 8;
export const staleByMerge = [[getContact.path], [listContacts.path], [listMerges.path], [listComments.path]];

/** Somebody is chosen by name, what will come of it is said, and it can be taken back to the piece. */
export default function MergeDialog({
  at,
  contact,
  onClose,
}: {
  at: At;
  contact: Contact;
  onClose: () => void;
}) {
  const [mergeId] = useState(() => MergeId.parse(uuidv7()));
  const [words, setWords] = useState('');
  const [other, setOther] = useState<ContactSummary>();
  const params = { ...at, mergeId };
  const find = (next: string) => {
    setWords(next);
    setOther(undefined);
  };
  const { send, isPending, error } = useSend(putMerge, {
    stale: staleByMerge,
    onReply: ({ otherName }) => {
      onClose();
      toast({
        title: `${otherName} is part of ${contact.name}`,
        undo: () => void sendNow(deleteMerge, { params }, { stale: staleByMerge }),
      });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Who else is ${contact.name}?`}
      body="Two contacts who are one person become one. It can be undone at any time."
    >
      <Form error={error} onSubmit={() => other && send({ params, body: { otherId: other.id } })}>
        <TextField
          name="q"
          label="Find the other one"
          placeholder="What a name begins with"
          autoComplete="off"
          maxLength={100}
          value={words}
          onChange={find}
        />
        <Candidates at={at} words={words} chosen={other} onChoose={setOther} />
        {other && <Preview contact={contact} other={other} />}
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          whyNot={other ? undefined : 'Choose the other one first.'}
        >
          Make them one
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface CandidatesProps {
  at: At;
  words: string;
  chosen: ContactSummary | undefined;
  onChoose: (contact: ContactSummary) => void;
}

function Candidates({ at: { workspaceId, contactId }, words, chosen, onChoose }: CandidatesProps) {
  const q = useDeferredValue(words.trim());
  const pages = usePages(listContacts, {
    params: { workspaceId },
    query: { limit: shownMax + 1, ...(q && { q }) },
  });
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  const others = pages.items.filter(({ id }) => id !== contactId).slice(0, shownMax);
  if (pages.state === 'loaded' && others.length === 0)
    return (
      <p className="text-sm text-soft">
        {q ? 'Nobody’s name begins like that.' : 'There is nobody else yet.'}
      </p>
    );
  return (
    <fieldset className="max-h-64 overflow-y-auto rounded-md border border-line">
      <legend className="sr-only">Contacts</legend>
      {others.map((one) => (
        <label
          key={one.id}
          className={cx(
            'flex cursor-pointer items-center gap-2.5 border-b border-line px-3 py-2 last:border-0 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
            one.id === chosen?.id ? 'bg-wash' : 'hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name="other"
            className="sr-only"
            checked={one.id === chosen?.id}
            onChange={() => onChoose(one)}
          />
          <Avatar name={one.name} src={one.pictureUrl} size="small" />
          <span className="min-w-0 flex-1 truncate">{one.name}</span>
          {one.username && <span className="truncate text-sm text-soft">@{one.username}</span>}
          {one.platforms.map((platform) => (
            <span key={platform}>
              <ChannelMark platform={platform} />
              <span className="sr-only">{channelLabels[platform]}</span>
            </span>
          ))}
        </label>
      ))}
    </fieldset>
  );
}

function Preview({ contact, other }: { contact: Contact; other: ContactSummary }) {
  const accounts = other.platforms.map((platform) => channelLabels[platform]).join(', ');
  const tags = other.tagIds.filter((id) => !contact.tagIds.includes(id)).length;
  return (
    <div role="status" className="rounded-md bg-sunk px-3 py-2 text-sm text-soft">
      <p>
        <span className="font-[550] text-ink">{contact.name}</span> stays, and{' '}
        <span className="font-[550] text-ink">{other.name}</span> is found under that name from then on: with
        all conversations{accounts && ` on ${accounts}`}, notes and consents
        {tags > 0 && `, and ${count(tags, 'more tag')}`}.
      </p>
      <p className="mt-1">Of the profile only what {contact.name} has not is taken over.</p>
    </div>
  );
}
