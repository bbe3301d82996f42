import { useMemo, useState } from 'react';
import { uuidv7 } from '../../../../../kit/ids.ts';
import { Dialog } from '../../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../../web/kit/Field.tsx';
import { Form } from '../../../../../web/kit/Form.tsx';
import { useSend } from '../../../../../web/kit/send.ts';
import { toast } from '../../../../../web/kit/toast.ts';
import { type ManagedAffiliate, putAffiliateRate, type RateId } from '../../../contract.ts';
import { DialogFoot } from '../../DialogFoot.tsx';
import { percent, ppmIn } from '../words.ts';
import { noShare, staleAffiliates } from './decisions.ts';

interface Props {
  affiliate: ManagedAffiliate;
  onClose: () => void;
}

export default function RateDialog({ affiliate: { id: affiliateId, name }, onClose }: Props) {
  const [share, setShare] = useState('');
  const [from, setFrom] = useState('');
  const [isWrong, setWrong] = useState(false);
  const [rateId] = useState(() => uuidv7() as RateId);
  const { send, isPending, error } = useSend(putAffiliateRate, {
    stale: staleAffiliates,
    onReply: (_, { body: { ratePpm } }) => {
      toast({ title: `${name} gets ${percent(ratePpm)}${from === '' ? ' from now on' : ''}` });
      onClose();
    },
  });
  const shown = useMemo(() => (isWrong ? noShare() : error), [isWrong, error]);
  const save = () => {
    const ratePpm = ppmIn(share);
    setWrong(ratePpm === undefined);
    if (ratePpm === undefined) return;
    const startsAt = from === '' ? null : `${from}T00:00:00Z`;
    send({ params: { affiliateId, rateId }, body: { ratePpm, startsAt } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`What ${name} gets`}
      body="A payment has the share of its own time: what was paid before stays as it was."
    >
      <Form onSubmit={save} error={shown}>
        <TextField
          name="ratePpm"
          label="Share, in percent"
          inputMode="decimal"
          value={share}
          onChange={setShare}
        />
        <TextField
          name="startsAt"
          label="From the beginning of, in UTC"
          type="date"
          optional
          hint="Empty: from now on."
          value={from}
          onChange={setFrom}
        />
        <DialogFoot onClose={onClose} busy={isPending}>
          Change share
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
