import { useMemo, useState } from 'react';
import { Dialog } from '../../../../../web/kit/Dialog.tsx';
import { TextArea, TextField } from '../../../../../web/kit/Field.tsx';
import { Form } from '../../../../../web/kit/Form.tsx';
import { useSend } from '../../../../../web/kit/send.ts';
import { toast } from '../../../../../web/kit/toast.ts';
import { defaultRatePpm, type ManagedAffiliate, putAffiliateApproval } from '../../../contract.ts';
import { DialogFoot } from '../../DialogFoot.tsx';
import { ppmIn } from '../words.ts';
import { noShare, noteLengthMax, staleAffiliates } from './decisions.ts';

interface Props {
  affiliate: ManagedAffiliate;
  onClose: () => void;
}

export default function ApproveDialog({ affiliate, onClose }: Props) {
  const { id: affiliateId, name } = affiliate;
  const [share, setShare] = useState(String(defaultRatePpm / 10_000));
  const [note, setNote] = useState('');
  const [isWrong, setWrong] = useState(false);
  const { send, isPending, error } = useSend(putAffiliateApproval, {
    stale: staleAffiliates,
    onReply: () => {
      toast({ title: `${name} is an affiliate` });
      onClose();
    },
  });
  const shown = useMemo(() => (isWrong ? noShare() : error), [isWrong, error]);
  const save = () => {
    const ratePpm = ppmIn(share);
    setWrong(ratePpm === undefined);
    if (ratePpm !== undefined)
      send({ params: { affiliateId }, body: { ratePpm, note: note.trim() === '' ? null : note } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Take ${name} on?`}
      body="Their link leads here from now on, and what comes of it is theirs to see."
    >
      <Form onSubmit={save} error={shown}>
        <TextField
          name="ratePpm"
          label="Share, in percent"
          inputMode="decimal"
          hint="Of what is paid from now on. It can be changed later, never for what was paid before."
          value={share}
          onChange={setShare}
        />
        <TextArea
          name="note"
          label="A word to them"
          optional
          maxLength={noteLengthMax}
          value={note}
          onChange={setNote}
        />
        <DialogFoot onClose={onClose} busy={isPending}>
          Take on
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
