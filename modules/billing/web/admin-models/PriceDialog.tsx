import { useQuery } from '@tanstack/react-query';
import { type ComponentProps, useState } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { dollars, microIn } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type HouseModel,
  type HousePrice,
  listHouseModels,
  listHousePrices,
  postHousePrice,
} from '../../pricing/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { TakeBack } from './TakeBack.tsx';

interface Props {
  /** Undefined: one that nobody has named yet. */
  known: HouseModel | undefined;
  onClose: () => void;
}

/** What a model costs and has cost. A price is never changed: from now on there is another. */
export default function PriceDialog({ known, onClose }: Props) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={known ? `What ${known.name ?? known.model} costs` : 'Price a model'}
      body="Calls before keep what they cost. A token is about four letters."
    >
      <NewPrice known={known} onClose={onClose} />
      {known && <Before model={known.model} />}
    </Dialog>
  );
}

function NewPrice({ known, onClose }: Props) {
  const [model, setModel] = useState(known?.model ?? '');
  const [input, setInput] = useState('');
  const [output, setOutput] = useState(known?.kind === 'embedding' ? '0' : '');
  const { send, isPending, error } = useSend(postHousePrice, {
    stale: [[listHouseModels.path], [listHousePrices.path]],
    onReply: () => {
      toast({ title: `${known?.name ?? model} has another price from now on` });
      onClose();
    },
  });
  const [inputMicro, outputMicro] = [microIn(input), microIn(output)];
  const whyNot =
    (!/^[!-~]{1,200}$/.test(model.trim()) && 'Write the name of the model, as it is called by.') ||
    ((inputMicro === undefined || outputMicro === undefined) &&
      'Write amounts in dollars, like 0.25 or 0.') ||
    undefined;
  return (
    <Form
      error={error}
      unsaved={input !== ''}
      onSubmit={() =>
        send({ body: { model, price: { inputMicro: inputMicro!, outputMicro: outputMicro! } } })
      }
    >
      {!known && (
        <TextField
          name="model"
          label="Name it is called by"
          hint="As where the models are: openai/gpt-5-mini."
          autoComplete="off"
          value={model}
          onChange={setModel}
        />
      )}
      <div className="grid items-end gap-5 sm:grid-cols-2">
        <Amount
          name="inputMicro"
          label="A million tokens sent, in dollars"
          value={input}
          onChange={setInput}
        />
        <Amount name="outputMicro" label="A million made, in dollars" value={output} onChange={setOutput} />
      </div>
      {known?.isEntered && <TakeBack model={known} onDone={onClose} />}
      <DialogFoot onClose={onClose} busy={isPending} whyNot={whyNot}>
        Set price
      </DialogFoot>
    </Form>
  );
}

function Amount(field: Pick<ComponentProps<typeof TextField>, 'name' | 'label' | 'value' | 'onChange'>) {
  return <TextField inputMode="decimal" autoComplete="off" {...field} />;
}

function Before({ model }: { model: string }) {
  const prices = useQuery(q(listHousePrices, { query: { model } }));
  if (prices.isError && !prices.data)
    return <Failed error={prices.error} again={() => void prices.refetch()} />;
  if (!prices.data) return <Loading label="Loading its prices" />;
  if (prices.data.items.length === 0)
    return <p className="mt-6 text-soft">Nobody has entered a price for it.</p>;
  return (
    <ul aria-label="Prices" className="mt-6 border-t border-line">
      {prices.data.items.map((price) => (
        <li
          key={price.fromAt.toISOString()}
          className="flex items-baseline justify-between gap-4 border-b border-line py-2 last:border-0"
        >
          <span className="text-soft">
            From <Time at={price.fromAt} />
          </span>
          <span className="tabular-nums">{priceWords(price)}</span>
        </li>
      ))}
    </ul>
  );
}

const priceWords = ({ inputMicro, outputMicro }: HousePrice) =>
  inputMicro === null || outputMicro === null
    ? 'As it is known'
    : `${dollars(inputMicro)} sent, ${dollars(outputMicro)} made`;
