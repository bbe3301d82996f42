import { useState } from 'react';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { listAllPlans, putPlan } from '../../administering/contract.ts';
import type { Plan } from '../../plans/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { type PlanDraft, planDraftOf, planGivenOf, planRefusalOf } from './drafts.ts';

interface Props {
  plan: Plan | undefined;
  onClose: () => void;
}

export default function PlanDialog({ plan, onClose }: Props) {
  const [before] = useState(() => planDraftOf(plan));
  const [draft, setDraft] = useState(before);
  const [refused, setRefused] = useState<Error | null>(null);
  const sending = useSend(putPlan, {
    stale: [[listAllPlans.path]],
    onReply: ({ name }) => {
      toast({ title: plan ? `${name} is changed` : `${name} is on offer` });
      onClose();
    },
  });
  const set = (part: Partial<PlanDraft>) => setDraft({ ...draft, ...part });
  const save = () => {
    const problem = planRefusalOf(draft);
    setRefused(problem);
    if (!problem) sending.send({ params: { slug: draft.slug }, body: planGivenOf(draft) });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={plan ? `Change ${plan.name}` : 'Add a plan'}
      body="Whoever pays already goes on paying what was agreed."
    >
      <Form
        error={refused ?? sending.error}
        unsaved={JSON.stringify(draft) !== JSON.stringify(before)}
        onSubmit={save}
        className="grid gap-5 sm:grid-cols-2"
      >
        <NameFields draft={draft} set={set} isKnown={plan !== undefined} />
        <MoneyFields draft={draft} set={set} />
        <ListFields draft={draft} set={set} />
        <DialogFoot onClose={onClose} busy={sending.isPending} className="sm:col-span-2">
          {plan ? 'Save' : 'Add plan'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface FieldsProps {
  draft: PlanDraft;
  set: (part: Partial<PlanDraft>) => void;
}

const NameFields = ({ draft, set, isKnown }: FieldsProps & { isKnown: boolean }) => (
  <>
    <TextField
      name="name"
      label="Name"
      maxLength={60}
      autoComplete="off"
      value={draft.name}
      onChange={(name) => set({ name })}
    />
    <TextField
      name="slug"
      label="Short name"
      hint={isKnown ? 'This does not change.' : 'By which it is known for ever: studio'}
      readOnly={isKnown}
      maxLength={40}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={draft.slug}
      onChange={(slug) => set({ slug })}
    />
    <TextField
      name="description"
      label="For whom it is"
      optional
      className="sm:col-span-2"
      maxLength={500}
      autoComplete="off"
      value={draft.description}
      onChange={(description) => set({ description })}
    />
  </>
);

const amounts = [
  ['monthPrice', 'monthPriceMicro', 'Price of a month, in dollars', '0: not sold by the month.'],
  [
    'yearPrice',
    'yearPriceMicro',
    'Price of a year, in dollars',
    'Ten months, as is usual. 0: not sold by the year.',
  ],
  [
    'monthGrant',
    'monthGrantMicro',
    'Gives each month, in dollars',
    'On the first, by the clock of the workspace.',
  ],
  ['weekGrant', 'weekGrantMicro', 'Gives each week, in dollars', 'On Monday. It is spent first.'],
  ['trialGrant', 'trialGrantMicro', 'Gives to try it, in dollars', 'Once in the life of a workspace.'],
] as const;

const MoneyFields = ({ draft, set }: FieldsProps) => (
  <>
    {amounts.map(([part, name, label, hint]) => (
      <TextField
        key={name}
        name={name}
        label={label}
        hint={hint}
        inputMode="decimal"
        autoComplete="off"
        value={draft[part]}
        onChange={(value) => set({ [part]: value })}
      />
    ))}
    <TextField
      name="trialDays"
      label="Days to try it"
      inputMode="numeric"
      autoComplete="off"
      value={draft.trialDays}
      onChange={(trialDays) => set({ trialDays })}
    />
  </>
);

const ListFields = ({ draft, set }: FieldsProps) => (
  <>
    <TextArea
      name="features"
      label="What it says it has"
      optional
      hint="A line each."
      value={draft.features}
      onChange={(features) => set({ features })}
    />
    <TextArea
      name="limits"
      label="What it allows at most"
      optional
      hint="A line each: 50 generation month. Without one there is no limit."
      value={draft.limits}
      onChange={(limits) => set({ limits })}
    />
    <TextField
      name="displayOrder"
      label="Place in the list"
      hint="The higher of two that somebody has counts."
      inputMode="numeric"
      autoComplete="off"
      value={draft.displayOrder}
      onChange={(displayOrder) => set({ displayOrder })}
    />
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-[550]">It is</legend>
      <Checkbox
        name="isFeatured"
        label="The one we recommend"
        value={draft.isFeatured}
        onChange={(isFeatured) => set({ isFeatured })}
      />
      <Checkbox
        name="isFree"
        label="What whoever has chosen nothing has"
        value={draft.isFree}
        onChange={(isFree) => set({ isFree })}
      />
    </fieldset>
  </>
);
