import { dollars } from '../../../../web/kit/dollars.ts';
import type { AiCosts } from '../../contract.ts';

export function Headline({ total }: Pick<AiCosts, 'total'>) {
  const { costMicro, calls, failed, inputTokens, outputTokens } = total;
  const facts = [
    ['Cost', dollars(costMicro)],
    ['Calls', calls.toLocaleString('en')],
    ['On average', dollars(Math.round(costMicro / Math.max(1, calls)))],
    ['Failed', failed.toLocaleString('en')],
    ['Tokens in, out', `${tokens(inputTokens)}, ${tokens(outputTokens)}`],
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

const tokens = (count: number): string =>
  new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(count);
