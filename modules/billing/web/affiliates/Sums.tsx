import { dollars } from '../../../../web/kit/dollars.ts';
import type { AffiliateSums } from '../../contract.ts';

export function Sums({ sums }: { sums: AffiliateSums }) {
  const facts = [
    ['Sign-ups', sums.referralsCount.toLocaleString('en')],
    ['Of them paying', sums.payingCount.toLocaleString('en')],
    ['Pending', dollars(sums.pendingMicro)],
    ['Cleared', sums.openMicro < 0 ? `\u2212${dollars(-sums.openMicro)}` : dollars(sums.openMicro)],
    ['Paid out', dollars(sums.paidMicro)],
  ] as const;
  return (
    <>
      <dl className="mb-6 grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-3 xl:grid-cols-5">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-sm text-soft">{name}</dt>
            <dd className="title text-xl">{value}</dd>
          </div>
        ))}
      </dl>
      {sums.openMicro < 0 && (
        <p className="mb-6 max-w-prose text-soft">
          {dollars(-sums.openMicro)} of what was paid out had to be given back. The next statement counts it
          first.
        </p>
      )}
      {sums.duePayoutMicro > 0 && (
        <p className="mb-6 max-w-prose text-soft">
          {dollars(sums.duePayoutMicro)} stands in statements that are not paid yet.
        </p>
      )}
    </>
  );
}
