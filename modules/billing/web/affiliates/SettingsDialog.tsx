import { useState } from 'react';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { type Affiliate, getAffiliate, linksMax, type PayoutMethod, patchAffiliate } from '../../contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';

const methods: { value: PayoutMethod; label: string; hint: string }[] = [
  { value: 'credits', label: 'Credits', hint: 'In your own workspace, at once.' },
  { value: 'money', label: 'Money', hint: 'Sent by whoever looks after this installation.' },
];
const slugLengthMax = 50;

export default function SettingsDialog({
  affiliate,
  onClose,
}: {
  affiliate: Affiliate;
  onClose: () => void;
}) {
  const [slug, setSlug] = useState(affiliate.slug ?? '');
  const [method, setMethod] = useState<PayoutMethod>(affiliate.payoutMethod);
  const [email, setEmail] = useState(affiliate.payoutEmail ?? '');
  const { send, isPending, error } = useSend(patchAffiliate, {
    stale: [[getAffiliate.path]],
    onReply: () => {
      toast({ title: 'Your link and payment are saved' });
      onClose();
    },
  });
  const isMoney = method === 'money';
  const save = () =>
    send({
      body: {
        payoutMethod: method,
        payoutEmail: email.trim() === '' ? null : email.trim(),
        ...(slug.trim() !== '' && { slug: slug.trim() }),
      },
    });
  return (
    <Dialog open onClose={onClose} title="Link and payment">
      <Form onSubmit={save} error={error}>
        <TextField
          name="slug"
          label="Word of your link"
          optional
          hint={`Letters, digits and hyphens. Up to ${linksMax - 1} in all: links you gave out before keep leading to you.`}
          maxLength={slugLengthMax}
          autoCapitalize="none"
          spellCheck={false}
          placeholder={affiliate.code}
          value={slug}
          onChange={setSlug}
        />
        <PaidAs {...{ method, email }} onMethod={setMethod} onEmail={setEmail} />
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          whyNot={isMoney && email.trim() === '' ? 'Write where money reaches you.' : undefined}
        >
          Save
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface PaidAsProps {
  method: PayoutMethod;
  email: string;
  onMethod: (method: PayoutMethod) => void;
  onEmail: (email: string) => void;
}

const PaidAs = ({ method, email, onMethod, onEmail }: PaidAsProps) => (
  <>
    <RadioGroup
      name="payoutMethod"
      label="Paid as"
      options={methods}
      value={method}
      onChange={(value) => onMethod(value === 'money' ? 'money' : 'credits')}
    />
    {method === 'money' && (
      <TextField
        name="payoutEmail"
        label="Address by which money reaches you"
        type="email"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        onChange={onEmail}
      />
    )}
  </>
);
