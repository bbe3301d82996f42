import { useState } from 'react';
import { useNavigate } from 'react-router';
import { newId } from '../../../../kit/ids.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { paths } from '../../../../web/paths.ts';
import { refusalAt } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listConversations, type MailboxSummary, MessageId, putFirstMail } from '../../contract.ts';

interface Props {
  mailbox: MailboxSummary;
  onClose: () => void;
}

const addressesIn = (text: string) =>
  text
    .split(/[,;\s]+/)
    .map((one) => one.trim())
    .filter(Boolean);

const nothing = { to: '', cc: '', subject: '', body: '' };

function lackingIn({ to, subject, body }: typeof nothing): string | undefined {
  if (addressesIn(to).length === 0) return 'Say whom it is for first.';
  if (subject.trim() === '') return 'Give it a subject first.';
  return body.trim() === '' ? 'Write something first.' : undefined;
}

/** The id belongs to the draft: a mail that was asked for twice goes out once. */
export default function FirstMailDialog({ mailbox, onClose }: Props) {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const [messageId] = useState(() => newId(MessageId));
  const [draft, setDraft] = useState(nothing);
  const put = (name: keyof typeof draft) => (value: string) => setDraft({ ...draft, [name]: value });
  const { send, isPending, error } = useSend(putFirstMail, {
    stale: [[listConversations.path]],
    onReply: ({ conversationId }) => {
      onClose();
      void navigate(paths.conversation({ workspaceId, conversationId }));
    },
  });
  const { to, cc, subject, body } = draft;
  const isBegun = Object.values(draft).some((text) => text !== '');
  return (
    <Dialog open onClose={onClose} title="Write a mail" body={`From ${mailbox.address}`} wide>
      <Form
        unsaved={isBegun}
        error={refusalAt(error, ['to', 'cc', 'subject', 'body'])}
        onSubmit={() =>
          send({
            params: { workspaceId, mailboxId: mailbox.id, messageId },
            body: { to: addressesIn(to), cc: addressesIn(cc), bcc: [], subject, body },
          })
        }
      >
        <TextField
          name="to"
          label="To"
          inputMode="email"
          autoComplete="off"
          value={to}
          onChange={put('to')}
        />
        <TextField name="cc" label="Cc" optional autoComplete="off" value={cc} onChange={put('cc')} />
        <TextField name="subject" label="Subject" maxLength={900} value={subject} onChange={put('subject')} />
        <TextArea name="body" label="Mail" rows={8} value={body} onChange={put('body')} />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending} disabledReason={lackingIn(draft)}>
            Send
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}
