import { useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { dollars, microIn } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { GiftId, putGift, type WalletOfWorkspace } from '../../administering/contract.ts';
import { refusalOf } from '../admin-plans/drafts.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { keep, staleWallets } from './deeds.ts';

interface Props {
  found: WalletOfWorkspace;
  onClose: () => void;
}

/** Not without a reason: it stands in the ledger of the workspace, which reads it. */
export default function GiftDialog({ found, onClose }: Props) {
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const [giftId] = useState(() => GiftId.parse(uuidv7()));
  const [refused, setRefused] = useState<Error | null>(null);
  const { send, isPending, error } = useSend(putGift, {
    stale: staleWallets,
    onReply: (reply, { body }) => {
      keep(reply);
      toast({ title: `${found.name} has ${dollars(body.micro)} more` });
      onClose();
    },
  });
  const save = () => {
    const micro = microIn(amount);
    const problem = refusalOf([
      [!micro, 'micro', 'Write an amount in dollars, like 10 or 0.5.'],
      [reason.trim() === '', 'reason', 'Write what it is for.'],
    ]);
    setRefused(problem);
    if (!problem) send({ params: { workspaceId: found.id, giftId }, body: { micro: micro!, reason } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Give credits to ${found.name}`}
      body="They do not end, and are spent before what was bought. This cannot be taken back."
    >
      <Form error={refused ?? error} unsaved={amount + reason !== ''} onSubmit={save}>
        <TextField
          name="micro"
          label="Amount, in dollars"
          inputMode="decimal"
          autoComplete="off"
          value={amount}
          onChange={setAmount}
        />
        <TextField
          name="reason"
          label="Reason"
          hint="It stands in their ledger."
          maxLength={200}
          autoComplete="off"
          value={reason}
          onChange={setReason}
        />
        <DialogFoot onClose={onClose} busy={isPending}>
          Give credits
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
