import { dollars } from '../../../../web/kit/dollars.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { deletePackRetirement, listAllPacks, putPackRetirement } from '../../administering/contract.ts';
import type { CreditPack } from '../../plans/contract.ts';
import { OfferRow } from './OfferRow.tsx';

export const PackRow = ({ pack, onEdit }: { pack: CreditPack; onEdit: () => void }) => (
  <OfferRow
    name={pack.name}
    isRetired={pack.retiredAt !== null}
    badges={<span className="font-mono text-xs text-faint">{pack.slug}</span>}
    hint={`Gives ${dollars(pack.creditsMicro)} to spend`}
    price={<span className="title text-lg">{dollars(pack.priceMicro)}</span>}
    onEdit={onEdit}
    onRetire={() => void setRetired(pack, pack.retiredAt === null)}
  />
);

const setRetired = ({ slug, name }: CreditPack, retired: boolean): Promise<unknown> =>
  sendNow(
    retired ? putPackRetirement : deletePackRetirement,
    { params: { slug } },
    {
      stale: [[listAllPacks.path]],
      failureTitle: `The offer of ${name} is as it was`,
      onReply: (pack) =>
        toast({
          title: retired ? `${name} can be bought no more` : `${name} can be bought`,
          undo: () => void setRetired(pack, !retired),
        }),
    },
  ).catch(() => undefined);
