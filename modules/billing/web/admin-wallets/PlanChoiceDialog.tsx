import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Form } from '../../../../web/kit/Form.tsx';
import { Combobox } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { listAllPlans, putGivenPlan, type WalletOfWorkspace } from '../../administering/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { keep, staleWallets } from './deeds.ts';

interface Props {
  found: WalletOfWorkspace;
  onClose: () => void;
}

export default function PlanChoiceDialog({ found, onClose }: Props) {
  const [plan, setPlan] = useState('');
  const { data } = useQuery(q(listAllPlans));
  const { send, isPending, error } = useSend(putGivenPlan, {
    stale: staleWallets,
    onReply: (reply) => {
      keep(reply);
      toast({ title: `${found.name} has ${reply.wallet.plan.name} now` });
      onClose();
    },
  });
  const options = (data?.plans ?? []).map((one) => ({
    value: one.slug,
    label: one.name,
    hint: `Gives ${dollars(one.monthGrantMicro)} each month${one.retiredAt ? ' · offered to nobody' : ''}`,
  }));
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Give a plan to ${found.name}`}
      body="For nothing, until it is taken away. What the better plan gives more of is there at once."
    >
      <Form
        error={error}
        unsaved={plan !== ''}
        onSubmit={() => send({ params: { workspaceId: found.id }, body: { plan } })}
      >
        <Combobox
          name="plan"
          label="Plan"
          placeholder="Choose a plan"
          options={options}
          value={plan}
          onChange={setPlan}
        />
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          whyNot={plan === '' ? 'Choose a plan first.' : undefined}
        >
          Give plan
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
