import { useState } from 'react';
import { MemberId } from '../../../../kit/ids.ts';
import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { dollarsIn, microIn } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { Combobox, Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listMembers } from '../../../workspaces/contract.ts';
import { type Cap, listCaps, putCap, usePeriods } from '../../using/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { sentence } from '../words.ts';
import { whoseWords } from './CapsSection.tsx';

interface Props {
  cap: Cap;
  isNew: boolean;
  onClose: () => void;
}

const everybody = { value: '', label: 'Everybody together' };

export default function CapDialog({ cap, isNew, onClose }: Props) {
  const workspaceId = useHere().workspace.id;
  const [member, setMember] = useState<string>(cap.memberId ?? '');
  const [period, setPeriod] = useState(cap.period);
  const [amount, setAmount] = useState(isNew ? '' : dollarsIn(cap.maxMicro));
  const { send, isPending, error } = useSend(putCap, {
    stale: [[listCaps.path]],
    onReply: () => {
      toast({ title: isNew ? 'The limit is set' : 'The limit is changed' });
      onClose();
    },
  });
  const maxMicro = microIn(amount);
  const save = () =>
    send({
      params: { workspaceId, capId: cap.id },
      body: { memberId: member === '' ? null : MemberId.parse(member), period, maxMicro: maxMicro! },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={isNew ? 'Set a limit' : `Change the limit of ${whoseWords(cap)}`}
      body="What is used already in this time counts."
    >
      <Form error={error} unsaved={amount !== (isNew ? '' : dollarsIn(cap.maxMicro))} onSubmit={save}>
        {isNew && <Whose member={member} onMember={setMember} period={period} onPeriod={setPeriod} />}
        <TextField
          name="maxMicro"
          label={`At most, in dollars a ${period}`}
          inputMode="decimal"
          autoComplete="off"
          value={amount}
          onChange={setAmount}
        />
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          whyNot={maxMicro === undefined ? 'Write an amount in dollars, like 25.' : undefined}
        >
          {isNew ? 'Set limit' : 'Save'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface WhoseProps {
  member: string;
  onMember: (member: string) => void;
  period: Cap['period'];
  onPeriod: (period: Cap['period']) => void;
}

/** Whose and for how long it is does not change later: what was counted would be another's. */
function Whose({ member, onMember, period, onPeriod }: WhoseProps) {
  const params = { workspaceId: useHere().workspace.id };
  const { items } = usePages(listMembers, { params, query: { limit: pageLimitMax } });
  return (
    <>
      <Combobox
        name="memberId"
        label="Of whom"
        placeholder={everybody.label}
        options={[everybody, ...items.map(({ id, name }) => ({ value: id, label: name }))]}
        value={member}
        onChange={onMember}
      />
      <Select
        name="period"
        label="In each"
        options={usePeriods.map((value) => ({ value, label: sentence(value) }))}
        value={period}
        onChange={(value) => onPeriod(usePeriods.find((one) => one === value) ?? 'month')}
      />
    </>
  );
}
