import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { dollars, microIn } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { listAllPlans } from '../../administering/contract.ts';
import { listMeterPrices, listMeters, type Meter, postMeterPrice } from '../../using/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { aOrAn, sentence } from '../words.ts';

/** What it costs and has cost. A price is never changed: from now on there is another. */
export default function PricesDialog({ meter, onClose }: { meter: Meter; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={`What ${meter.name} costs`}
      body="What was used before keeps the price it had."
    >
      <NewPrice meter={meter} onClose={onClose} />
      <Known slug={meter.slug} />
    </Dialog>
  );
}

const everyPlan = { value: '', label: 'Every plan without one of its own' };

function NewPrice({ meter, onClose }: { meter: Meter; onClose: () => void }) {
  const plans = useQuery(q(listAllPlans));
  const [plan, setPlan] = useState('');
  const [base, setBase] = useState('');
  const [compute, setCompute] = useState('0');
  const { send, isPending, error } = useSend(postMeterPrice, {
    stale: [[listMeters.path], [listMeterPrices.path]],
    onReply: ({ baseMicro, computeMicro }) => {
      toast({ title: `${meter.name} costs ${dollars(baseMicro + computeMicro)} from now on` });
      onClose();
    },
  });
  const [baseMicro, computeMicro] = [microIn(base), microIn(compute)];
  const whyNot =
    baseMicro === undefined || computeMicro === undefined
      ? 'Write amounts in dollars, like 0.17 or 0.'
      : undefined;
  const options = (plans.data?.plans ?? []).map(({ slug, name }) => ({ value: slug, label: name }));
  return (
    <Form
      error={error}
      unsaved={base !== ''}
      onSubmit={() =>
        send({
          params: { slug: meter.slug },
          body: { plan, baseMicro: baseMicro!, computeMicro: computeMicro! },
        })
      }
    >
      <Select
        name="plan"
        label="For"
        placeholder={everyPlan.label}
        options={[everyPlan, ...options]}
        value={plan}
        onChange={setPlan}
      />
      <Amounts
        unitLabel={meter.unitLabel}
        base={base}
        onBase={setBase}
        compute={compute}
        onCompute={setCompute}
      />
      <DialogFoot onClose={onClose} busy={isPending} whyNot={whyNot}>
        Set price
      </DialogFoot>
    </Form>
  );
}

interface AmountsProps {
  unitLabel: string;
  base: string;
  onBase: (text: string) => void;
  compute: string;
  onCompute: (text: string) => void;
}

const Amounts = ({ unitLabel, base, onBase, compute, onCompute }: AmountsProps) => (
  <div className="grid items-end gap-5 sm:grid-cols-2">
    <TextField
      name="baseMicro"
      label={`${sentence(aOrAn(unitLabel))}, in dollars`}
      inputMode="decimal"
      autoComplete="off"
      value={base}
      onChange={onBase}
    />
    <TextField
      name="computeMicro"
      label="And our machines, in dollars"
      inputMode="decimal"
      autoComplete="off"
      value={compute}
      onChange={onCompute}
    />
  </div>
);

function Known({ slug }: { slug: string }) {
  const prices = useQuery(q(listMeterPrices, { params: { slug } }));
  if (prices.isError && !prices.data)
    return <Failed error={prices.error} again={() => void prices.refetch()} />;
  if (!prices.data) return <Loading label="Loading its prices" />;
  if (prices.data.items.length === 0)
    return <p className="mt-6 text-soft">It has no price yet, and costs nothing.</p>;
  return (
    <ul aria-label="Prices" className="mt-6 border-t border-line">
      {prices.data.items.map(({ plan, fromAt, baseMicro, computeMicro }) => (
        <li
          key={`${plan} ${fromAt.toISOString()}`}
          className="flex items-baseline justify-between gap-4 border-b border-line py-2 last:border-0"
        >
          <span className="text-soft">
            {plan === '' ? 'Every plan' : sentence(plan)}, from <Time at={fromAt} />
          </span>
          <span
            className="tabular-nums"
            title={`${dollars(baseMicro)} of the use, ${dollars(computeMicro)} of our machines`}
          >
            {dollars(baseMicro + computeMicro)}
          </span>
        </li>
      ))}
    </ul>
  );
}
