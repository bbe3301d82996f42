import { useState } from 'react';
import { Dialog } from '../../../../../web/kit/Dialog.tsx';
import { dollars } from '../../../../../web/kit/dollars.ts';
import { TextField } from '../../../../../web/kit/Field.tsx';
import { Form } from '../../../../../web/kit/Form.tsx';
import { Link } from '../../../../../web/kit/Link.tsx';
import { Facts } from '../../../../../web/kit/Section.tsx';
import { useSend } from '../../../../../web/kit/send.ts';
import { Time } from '../../../../../web/kit/time.tsx';
import { toast } from '../../../../../web/kit/toast.ts';
import { paths } from '../../../../../web/paths.ts';
import { listAffiliatePayouts, type ManagedPayout, putAffiliatePayment } from '../../../contract.ts';
import { DialogFoot } from '../../DialogFoot.tsx';
import { TableLink } from '../../TableLink.tsx';
import { statementWords } from '../words.ts';
import { staleAffiliates } from './decisions.ts';

const referenceLengthMax = 200;

interface Props {
  payout: ManagedPayout;
  onClose: () => void;
}

/** What a statement is made of, and whether it was paid. */
export default function StatementDialog({ payout, onClose }: Props) {
  const { affiliateId, id, name, earnedMicro, takenBackMicro, amountMicro } = payout;
  return (
    <Dialog open onClose={onClose} title={`${name}, ${statementWords(payout)}`}>
      <Facts
        facts={[
          [
            'Who',
            <Link key="who" to={paths.adminAffiliate({ affiliateId })}>
              {name}
            </Link>,
          ],
          ['Earned', dollars(earnedMicro)],
          ['Taken back', dollars(takenBackMicro)],
          ['To pay', <b key="amount">{dollars(amountMicro)}</b>],
          ['Paid', paidWords(payout)],
        ]}
      />
      <div className="my-4">
        <TableLink path={`/admin/affiliates/${affiliateId}/payouts/${id}/lines.csv`} query={{}} />
      </div>
      {!payout.paidAt && <Marking payout={payout} onClose={onClose} />}
    </Dialog>
  );
}

function paidWords({ paidAt, method, reference, payoutEmail }: ManagedPayout) {
  if (!paidAt) return `Not yet, to ${payoutEmail}`;
  return (
    <span className="break-words">
      {method === 'credits' ? 'In credits' : 'As money'}, <Time at={paidAt} />
      {reference && <>: {reference}</>}
    </span>
  );
}

function Marking({ payout, onClose }: Props) {
  const { affiliateId, id: payoutId, name, amountMicro } = payout;
  const [reference, setReference] = useState('');
  const { send, isPending, error } = useSend(putAffiliatePayment, {
    stale: [[listAffiliatePayouts.path], ...staleAffiliates],
    onReply: () => {
      toast({ title: `${dollars(amountMicro)} to ${name} is marked as paid` });
      onClose();
    },
  });
  const words = reference.trim() === '' ? null : reference;
  return (
    <Form
      error={error}
      onSubmit={() => send({ params: { affiliateId, payoutId }, body: { reference: words } })}
    >
      <TextField
        name="reference"
        label="Known at the bank by"
        optional
        hint="They see it as paid from then on. This cannot be taken back."
        maxLength={referenceLengthMax}
        autoComplete="off"
        value={reference}
        onChange={setReference}
      />
      <DialogFoot onClose={onClose} busy={isPending}>
        Mark as paid
      </DialogFoot>
    </Form>
  );
}
