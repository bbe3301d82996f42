import { dollars } from '../../../../web/kit/dollars.ts';
import { Time } from '../../../../web/kit/time.tsx';
import type { WalletState } from '../../ledger/contract.ts';

export function Headline({ wallet }: { wallet: WalletState }) {
  const { spendableMicro, heldMicro, owedMicro, plan, unlimitedSince } = wallet;
  return (
    <section aria-label="To spend" className="mb-8 rounded-lg border border-line bg-raised px-5 py-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span className="text-soft">To spend</span>
        <span>
          <span className="title text-2xl">{dollars(spendableMicro)}</span>{' '}
          <span className="inline-block text-soft">on the plan {plan.name}</span>
        </span>
      </p>
      <StateWords wallet={wallet} />
      {unlimitedSince && (
        <p className="mt-2 text-sm text-soft">
          Nothing is refused here since <Time at={unlimitedSince} />: what is used is written down, and taken
          from nothing.
        </p>
      )}
      {heldMicro > 0 && (
        <p className="mt-2 text-sm text-faint">
          {dollars(heldMicro)} besides is kept back for what is under way.
        </p>
      )}
      {owedMicro > 0 && (
        <p className="mt-2 text-sm text-warn">
          {dollars(owedMicro)} is owed: it was used, and its payment went back. The next purchase pays it
          first.
        </p>
      )}
    </section>
  );
}

function StateWords({ wallet: { spendableMicro, isLow, unlimitedSince } }: { wallet: WalletState }) {
  if (unlimitedSince) return null;
  if (spendableMicro === 0)
    return (
      <p role="status" className="mt-2 text-sm text-danger">
        Nothing is left. The autopilot hands over to people until there is more.
      </p>
    );
  if (!isLow) return null;
  return (
    <p role="status" className="mt-2 text-sm text-warn">
      Little is left. When it is used up, the autopilot hands over to people.
    </p>
  );
}
