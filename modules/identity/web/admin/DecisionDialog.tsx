import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextArea } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { signUpLinkDays } from '../../applications/contract.ts';
import { type Decision, useDecide } from './decisions.ts';
import { useSendKeys } from './send-keys.ts';
import { count } from './words.ts';

const reasonLengthMax = 2_000;

interface DecisionDialogProps {
  decision: Decision;
  onDone: () => void;
  onClose: () => void;
}

/** Says what each of them will get in the mail, since that cannot be taken back. */
export default function DecisionDialog({ decision, onDone, onClose }: DecisionDialogProps) {
  const [reason, setReason] = useState('');
  const { decide, isPending, error } = useDecide(onDone);
  const { kind, on } = decision;
  const whom = on.length === 1 ? on[0]!.name : count(on.length, 'applicant');
  const approves = kind === 'approved';
  const submit = () => {
    if (!isPending) decide(decision, reason);
  };
  useSendKeys(submit);
  return (
    <Dialog
      open
      onClose={onClose}
      title={approves ? `Let ${whom} in?` : `Reject ${whom}?`}
      body={
        approves
          ? `${on.length === 1 ? 'A mail' : 'To each a mail'} with a link to sign up goes out at once. The link is good for ${signUpLinkDays} days.`
          : `${on.length === 1 ? 'A mail says so' : 'A mail to each says so'} in kind words, with the reason you give.`
      }
    >
      <Form onSubmit={submit} error={error}>
        {!approves && (
          <TextArea
            name="reason"
            label="Reason"
            optional
            hint="They read it word for word."
            maxLength={reasonLengthMax}
            value={reason}
            onChange={setReason}
          />
        )}
        {on.length > 1 && <Names on={on} />}
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending}>
            {approves ? 'Approve' : 'Reject'} {on.length > 1 && on.length}
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}

const namesShownMax = 6;

function Names({ on }: Pick<Decision, 'on'>) {
  const more = on.length - namesShownMax;
  return (
    <p className="text-sm break-words text-soft">
      {on
        .slice(0, namesShownMax)
        .map(({ name }) => name)
        .join(', ')}
      {more > 0 && ` and ${more} more`}
    </p>
  );
}
