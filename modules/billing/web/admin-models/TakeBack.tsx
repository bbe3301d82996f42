import { Button } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { type HouseModel, listHouseModels, listHousePrices, postHousePrice } from '../../pricing/contract.ts';

/** Back to what is known of it. Nothing is lost: the price stays among those of before. */
export function TakeBack({ model, onDone }: { model: HouseModel; onDone: () => void }) {
  const { known } = model;
  const { send, isPending } = useSend(postHousePrice, {
    stale: [[listHouseModels.path], [listHousePrices.path]],
    failureTitle: 'Its price could not be taken back',
    onReply: () => {
      toast({ title: `${model.name ?? model.model} costs again what is known of it` });
      onDone();
    },
  });
  return (
    <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-2 text-sm text-soft">
      {known
        ? `Known of it: ${dollars(known.inputMicro)} sent, ${dollars(known.outputMicro)} made.`
        : 'Without a price it costs what its list says.'}
      <Button
        size="small"
        busy={isPending}
        onClick={() => send({ body: { model: model.model, price: null } })}
      >
        Take the price back
      </Button>
    </p>
  );
}
