import { useState } from 'react';
import { ApiError, q, queryClient } from '../../../../web/kit/api.ts';
import { dollars, dollarsIn, microIn } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getWallet, putLowBalance, type WalletState } from '../../ledger/contract.ts';
import { useWhyNotMay } from '../rights.ts';

/** From where on somebody is told. */
export function LowForm({ wallet }: { wallet: WalletState }) {
  const whyNot = useWhyNotMay('billing.manage', 'change this');
  return (
    <Section
      title="When little is left"
      hint="Owners and admins are told by mail, once a month, and it is said here."
    >
      {whyNot ? (
        <>
          <ReadOnlyNote>{whyNot}</ReadOnlyNote>
          <p>Below {dollars(wallet.lowAtMicro)}.</p>
        </>
      ) : (
        <Fields wallet={wallet} />
      )}
    </Section>
  );
}

function Fields({ wallet: { lowAtMicro, lowAtChosenMicro } }: { wallet: WalletState }) {
  const params = { workspaceId: useHere().workspace.id };
  const before = lowAtChosenMicro === null ? '' : dollarsIn(lowAtChosenMicro);
  const [changed, setChanged] = useState<string>();
  const written = changed ?? before;
  const [refused, setRefused] = useState<Error | null>(null);
  const { send, isPending, error } = useSend(putLowBalance, {
    onReply: (reply) => {
      queryClient.setQueryData(q(getWallet, { params }).queryKey, reply);
      setChanged(undefined);
      toast({ title: `You are told below ${dollars(reply.lowAtMicro)}` });
    },
  });
  const save = () => {
    const micro = written.trim() === '' ? null : microIn(written);
    setRefused(micro === undefined ? noAmount() : null);
    if (micro !== undefined) send({ params, body: { lowAtMicro: micro } });
  };
  return (
    <Form
      error={refused ?? error}
      unsaved={written !== before}
      onSubmit={save}
      className="flex max-w-md flex-col gap-5"
    >
      <TextField
        name="lowAtMicro"
        label="Tell me below, in dollars"
        optional
        inputMode="decimal"
        hint={
          lowAtChosenMicro === null
            ? `Empty: a tenth of what a month gives, which is ${dollars(lowAtMicro)} now.`
            : 'Empty: a tenth of what a month gives.'
        }
        value={written}
        onChange={setChanged}
      />
      <div>
        <Submit busy={isPending} disabledReason={written === before ? 'Nothing is changed yet.' : undefined}>
          Save
        </Submit>
      </div>
    </Form>
  );
}

function noAmount(): ApiError {
  const message = 'Write an amount in dollars, like 5 or 0.5.';
  const fields = [{ path: 'lowAtMicro', code: 'not_possible', message }];
  return new ApiError({ status: 400, code: 'stoa.invalid_input', message, fields });
}
