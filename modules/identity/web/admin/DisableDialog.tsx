import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { type Account, putAccountDisablement } from '../../administration/contract.ts';
import { enable, staleAccounts } from './accounts.ts';

const reasonLengthMax = 500;

/** Not without a reason: whoever looks at it next year has only that. */
export default function DisableDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { send, isPending, error } = useSend(putAccountDisablement, {
    stale: staleAccounts,
    onReply: () => {
      toast({ title: `${account.name} is disabled`, undo: () => void enable(account) });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Disable ${account.name}?`}
      body="They are signed out everywhere at once and cannot sign in. Nothing of theirs is deleted, and you can let them in again."
    >
      <Form
        onSubmit={() => send({ params: { userId: account.id }, body: { reason } })}
        error={error}
        unsaved={reason.trim() !== ''}
      >
        <TextField
          name="reason"
          label="Reason"
          hint="For administrators and the audit trail. They do not read it."
          maxLength={reasonLengthMax}
          autoComplete="off"
          value={reason}
          onChange={setReason}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit
            busy={isPending}
            disabledReason={reason.trim() === '' ? 'Write the reason first.' : undefined}
          >
            Disable account
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}
