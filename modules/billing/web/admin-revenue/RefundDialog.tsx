import { useState } from 'react';
import { newId, type WorkspaceId } from '../../../../kit/ids.ts';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { AlertDialog, Dialog } from '../../../../web/kit/Dialog.tsx';
import { dollars, dollarsIn, microIn } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { microPerMinor, PaymentOrderId, wholeMinorWords } from '../../paying/contract.ts';
import { listPaymentsOfWorkspace, type PaymentOfWorkspace, putRefund } from '../../revenue/contract.ts';
import { refusalOf } from '../admin-plans/drafts.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { money } from '../money.ts';
import { creditsBack } from './words.ts';

interface Props {
  workspaceId: WorkspaceId;
  payment: PaymentOfWorkspace;
  onClose: () => void;
}

interface Draft {
  readonly how: string;
  readonly amount: string;
  readonly reason: string;
}

/** What is left is asked for as such: if some of it went back meanwhile, the rest is meant. */
export default function RefundDialog({ workspaceId, payment, onClose }: Props) {
  const { currency, leftMicro } = payment;
  const [draft, setDraft] = useState<Draft>({ how: 'all', amount: '', reason: '' });
  const [orderId] = useState(() => newId(PaymentOrderId));
  const [refused, setRefused] = useState<Error | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const isPart = draft.how === 'part';
  const micro = isPart ? (microIn(draft.amount) ?? 0) : leftMicro;
  const { send, isPending, error, reset } = useSend(putRefund, {
    stale: [[listPaymentsOfWorkspace.path]],
    onReply: () => {
      toast({ title: `${money(micro, currency)} is on its way back` });
      onClose();
    },
  });
  if (isAsked && !error)
    return (
      <AlertDialog
        open
        title={`Give ${money(micro, currency)} back?`}
        body={sureWords(payment, micro)}
        confirm="Give it back"
        busy={isPending}
        onCancel={() => setIsAsked(false)}
        onConfirm={() => {
          const amount = isPart ? { amountMicro: micro } : {};
          const body = { paymentId: payment.id, reason: draft.reason, ...amount };
          send({ params: { workspaceId, orderId }, body });
        }}
      />
    );
  const ask = () => {
    const problem = problemOf(draft, payment);
    setRefused(problem);
    reset();
    setIsAsked(problem === null);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Give money back"
      body={`Of ${money(payment.amountMicro, currency)}, ${money(leftMicro, currency)} can be given back.`}
    >
      <Form error={refused ?? error} unsaved={draft.amount + draft.reason !== ''} onSubmit={ask}>
        <Fields draft={draft} payment={payment} onChange={setDraft} />
        <DialogFoot onClose={onClose} busy={false}>
          {micro > 0 ? `Give ${money(micro, currency)} back` : 'Give money back'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface FieldsProps {
  draft: Draft;
  payment: PaymentOfWorkspace;
  onChange: (draft: Draft) => void;
}

function Fields({ draft, payment: { currency, leftMicro }, onChange }: FieldsProps) {
  return (
    <>
      <RadioGroup
        name="how"
        label="How much"
        options={[
          { value: 'all', label: `All that is left: ${money(leftMicro, currency)}` },
          { value: 'part', label: 'A part of it' },
        ]}
        value={draft.how}
        onChange={(how) => onChange({ ...draft, how })}
      />
      {draft.how === 'part' && (
        <TextField
          name="amountMicro"
          label={`Amount, in ${currency.toUpperCase()}`}
          inputMode="decimal"
          autoComplete="off"
          value={draft.amount}
          onChange={(amount) => onChange({ ...draft, amount })}
        />
      )}
      <TextField
        name="reason"
        label="Reason"
        hint="It stands in the trail of the workspace."
        maxLength={200}
        autoComplete="off"
        value={draft.reason}
        onChange={(reason) => onChange({ ...draft, reason })}
      />
    </>
  );
}

function problemOf({ how, amount, reason }: Draft, { leftMicro, currency }: PaymentOfWorkspace) {
  const micro = microIn(amount);
  const isPart = how === 'part';
  const isAmount = micro !== undefined && micro > 0 && micro % microPerMinor(currency) === 0;
  const most = `${money(leftMicro, currency)} at most: write ${dollarsIn(leftMicro)} or less.`;
  return refusalOf([
    [isPart && !isAmount, 'amountMicro', wholeMinorWords(currency)],
    [isPart && isAmount && micro > leftMicro, 'amountMicro', most],
    [reason.trim() === '', 'reason', 'Write what it is for.'],
  ]);
}

function sureWords(payment: PaymentOfWorkspace, micro: number): string {
  const credits = creditsBack(payment, micro);
  const taken =
    credits > 0
      ? ` ${dollars(credits)} of credits are taken back with it; what is spent of them already is owed.`
      : '';
  return `It goes to whoever paid, by the way they paid.${taken} This cannot be undone.`;
}
