import { dollars } from '../../../../web/kit/dollars.ts';
import type { Usage } from '../../using/contract.ts';
import { creditsWords } from './words.ts';

export function Headline({ total }: Pick<Usage, 'total'>) {
  const { paidMicro, apiMicro, uses, failed } = total;
  const facts = [
    ['Paid', dollars(paidMicro)],
    ['In credits', creditsWords(paidMicro)],
    ['Uses', uses.toLocaleString('en')],
    ['Failed', failed.toLocaleString('en')],
    ['Models cost', dollars(apiMicro)],
  ] as const;
  return (
    <dl className="mb-8 grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-3 xl:grid-cols-5">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="title text-xl">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
