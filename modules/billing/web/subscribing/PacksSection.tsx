import { Button } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import type { CreditPack } from '../../plans/contract.ts';
import { PayAt } from './PayAt.tsx';
import { type Till, useCheckout } from './usePaying.ts';

interface Props {
  packs: readonly CreditPack[];
  till: Till;
  whyNot: string | undefined;
}

export const PacksSection = ({ packs, till, whyNot }: Props) => (
  <Section title="Credits" hint="Bought once. They never expire, and are used after what a plan gives.">
    {packs.length === 0 ? (
      <Empty title="No credits on offer">Whoever looks after this installation can offer some.</Empty>
    ) : (
      <>
        <ul className="border-b border-line">
          {packs.map((pack) => (
            <PackRow key={pack.slug} {...{ pack, till, whyNot }} />
          ))}
        </ul>
        <PayAt till={till} whyNot={whyNot}>
          No card is kept there that auto-reload could use.
        </PayAt>
      </>
    )}
  </Section>
);

function PackRow({ pack, till, whyNot }: Omit<Props, 'packs'> & { pack: CreditPack }) {
  const { buy, isPending } = useCheckout(till);
  const more = pack.creditsMicro - pack.priceMicro;
  return (
    <li className="flex items-center justify-between gap-x-4 border-t border-line py-3">
      <span className="flex min-w-0 flex-col">
        <span>{pack.name}</span>
        <span className="text-sm text-soft">
          {dollars(pack.creditsMicro)} to spend{more > 0 && `, ${dollars(more)} more than it costs`}
        </span>
      </span>
      <span className="flex shrink-0 items-center gap-4">
        <span className="title text-lg tabular-nums">{dollars(pack.priceMicro)}</span>
        <Button
          busy={isPending}
          disabledReason={whyNot}
          reasonShown={false}
          aria-label={`Buy ${pack.name}`}
          onClick={() => buy({ kind: 'credits', pack: pack.slug })}
        >
          Buy
        </Button>
      </span>
    </li>
  );
}
