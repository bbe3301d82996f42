import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  listWaitingList,
  postEarlyAccess,
  signUpLinkDays,
  type WaitingPerson,
} from '../../applications/contract.ts';
import { useSendKeys } from './send-keys.ts';
import { count } from './words.ts';

interface EarlyAccessDialogProps {
  people: readonly WaitingPerson[];
  onDone: () => void;
  onClose: () => void;
}

export default function EarlyAccessDialog({ people, onDone, onClose }: EarlyAccessDialogProps) {
  const { send, isPending, error } = useSend(postEarlyAccess, {
    stale: [[listWaitingList.path]],
    onReply: ({ granted, alreadyGranted }) => {
      const before = count(alreadyGranted.length, 'person', 'people');
      toast({
        title: `${count(granted.length, 'person', 'people')} let in early`,
        ...(alreadyGranted.length > 0 && { body: `${before} had it before.` }),
      });
      onDone();
    },
  });
  const submit = () => {
    if (!isPending) send({ body: { emails: people.map(({ email }) => email) } });
  };
  useSendKeys(submit);
  const [first] = people;
  const whom = people.length === 1 ? (first?.name ?? first?.email) : count(people.length, 'person', 'people');
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Let ${whom} in early?`}
      body={`${people.length === 1 ? 'A mail' : 'To each a mail'} with a link to sign up goes out at once. The link is good for ${signUpLinkDays} days.`}
    >
      <Form onSubmit={submit} error={error}>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending}>Give early access</Submit>
        </div>
      </Form>
    </Dialog>
  );
}
