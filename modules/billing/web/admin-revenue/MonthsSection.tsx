import ChevronDown from 'lucide-react/icons/chevron-down';
import { useState } from 'react';
import { BarChart } from '../../../../web/kit/charts/BarChart.tsx';
import { LineChart } from '../../../../web/kit/charts/LineChart.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import type { RevenueMonth } from '../../revenue/contract.ts';
import { seriesOf } from '../costs/period.ts';
import { money } from '../money.ts';
import { AmountHeads, Amounts } from './Amounts.tsx';
import { monthsIn, type Period, sumOf } from './figures.ts';
import { monthWords, soldLabel } from './words.ts';

const seriesMax = 3;
const barsMax = 12;

interface Props {
  months: readonly RevenueMonth[];
  period: Period;
  currency: string;
}

/** What stayed, drawn; and all of it, written. */
export function MonthsSection({ months, period, currency }: Props) {
  const all = monthsIn(period);
  const rows = months.map(({ month, plan, paidMicro, returnedMicro }) => ({
    ...{ day: month, purpose: soldLabel(plan), costMicro: paidMicro - returnedMicro },
  }));
  const series = seriesOf(all, rows, seriesMax).map(({ purpose, values }) => ({
    name: purpose ?? 'Everything else',
    values,
  }));
  const paid = all.toReversed().filter((month) => months.some((one) => one.month === month));
  const chart = {
    title: 'What stayed, by month',
    labels: all.map(monthWords),
    series,
    format: (micro: number) => money(micro, currency),
  };
  return (
    <Section title="Month by month" hint="The chart shows what stayed.">
      {all.length > barsMax ? <LineChart area {...chart} /> : <BarChart {...chart} />}
      <table className="mt-8 w-full table-fixed text-left">
        <caption className="sr-only">By month and plan</caption>
        <AmountHeads first="Month" />
        {paid.map((month, nth) => (
          <Month
            key={month}
            month={month}
            lines={months.filter((one) => one.month === month)}
            currency={currency}
            isOpenAtFirst={nth === 0}
          />
        ))}
      </table>
    </Section>
  );
}

interface MonthProps {
  month: string;
  lines: readonly RevenueMonth[];
  currency: string;
  isOpenAtFirst: boolean;
}

/** Its sum; and its plans for whoever wants to know. */
function Month({ month, lines, currency, isOpenAtFirst }: MonthProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  return (
    <tbody className="border-b border-line last:border-0">
      <Amounts
        place="sum"
        name={
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="group inline-flex items-baseline gap-1.5 rounded-sm text-left"
          >
            {monthWords(month)}
            <ChevronDown
              size={14}
              aria-hidden
              className="shrink-0 self-center text-faint transition-transform duration-(--leave) group-aria-expanded:rotate-180"
            />
          </button>
        }
        line={sumOf(lines)}
        currency={currency}
      />
      {isOpen &&
        lines.map((line) => (
          <Amounts key={line.plan} place="part" name={soldLabel(line.plan)} line={line} currency={currency} />
        ))}
    </tbody>
  );
}
