import { useState } from 'react';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextArea } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { cancellationReasonLengthMax } from '../../paying/contract.ts';
import type { Subscription } from '../../plans/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { usePaymentOrder } from './usePaying.ts';

const moments = [
  {
    value: 'at_period_end',
    label: 'When what is paid for is over',
    hint: 'All stays as it is until then, and it can be taken back.',
  },
  { value: 'now', label: 'Now', hint: 'The plan ends at once. What is left of its time is not given back.' },
];

/** SE-23: the reason is asked for, in one's own words. */
export default function CancelDialog({ paid, onClose }: { paid: Subscription; onClose: () => void }) {
  const [moment, setMoment] = useState('at_period_end');
  const [reason, setReason] = useState('');
  const { order, isPending, error } = usePaymentOrder(() => {
    onClose();
    toast({ title: 'The plan is being cancelled', body: 'Thank you for saying why.' });
  });
  const send = () =>
    order({
      ...{ kind: 'cancel', subscriptionId: paid.id, reason, flow: 'billing_page' },
      moment: moment === 'now' ? 'now' : 'at_period_end',
    });
  return (
    <Dialog open onClose={onClose} title="Cancel the plan" body="What was bought stays yours to spend.">
      <Form error={error} unsaved={reason !== ''} onSubmit={send}>
        <RadioGroup name="moment" label="When" options={moments} value={moment} onChange={setMoment} />
        <TextArea
          name="reason"
          label="Why"
          hint="A few words help us. Whoever looks after this installation reads them."
          maxLength={cancellationReasonLengthMax}
          value={reason}
          onChange={setReason}
        />
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          away="Keep the plan"
          whyNot={reason.trim() === '' ? 'Write a word about why first.' : undefined}
        >
          Cancel the plan
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
