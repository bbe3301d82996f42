import { useState } from 'react';
import { Dialog } from '../../../../../web/kit/Dialog.tsx';
import { TextArea } from '../../../../../web/kit/Field.tsx';
import { Form } from '../../../../../web/kit/Form.tsx';
import { useSend } from '../../../../../web/kit/send.ts';
import { toast } from '../../../../../web/kit/toast.ts';
import { type ManagedAffiliate, putAffiliateRejection, putAffiliateSuspension } from '../../../contract.ts';
import { DialogFoot } from '../../DialogFoot.tsx';
import { noteLengthMax, staleAffiliates } from './decisions.ts';

interface Props {
  affiliate: ManagedAffiliate;
  step: 'reject' | 'suspend';
  onClose: () => void;
}

const said = {
  reject: {
    endpoint: putAffiliateRejection,
    title: (name: string) => `Refuse ${name}?`,
    body: 'They can apply again.',
    verb: 'Refuse',
    done: (name: string) => `${name} is refused`,
  },
  suspend: {
    endpoint: putAffiliateSuspension,
    title: (name: string) => `Suspend ${name}?`,
    body: 'From now on they earn nothing and are paid nothing, until you take them on again. What they earned stays theirs.',
    verb: 'Suspend',
    done: (name: string) => `${name} is suspended`,
  },
} as const;

export default function NoteDialog({ affiliate: { id: affiliateId, name }, step, onClose }: Props) {
  const { endpoint, title, body, verb, done } = said[step];
  const [note, setNote] = useState('');
  const { send, isPending, error } = useSend(endpoint, {
    stale: staleAffiliates,
    onReply: () => {
      toast({ title: done(name) });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={title(name)} body={body}>
      <Form
        error={error}
        onSubmit={() => send({ params: { affiliateId }, body: { note: note.trim() === '' ? null : note } })}
      >
        <TextArea
          name="note"
          label="Reason"
          optional
          hint="They read it word for word."
          maxLength={noteLengthMax}
          value={note}
          onChange={setNote}
        />
        <DialogFoot onClose={onClose} busy={isPending}>
          {verb}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
