import { Section } from '../../../../web/kit/Section.tsx';
import type { RevenueLine } from '../../revenue/contract.ts';
import { count } from '../words.ts';
import { AmountHeads, Amounts } from './Amounts.tsx';
import { soldLabel } from './words.ts';

interface Props {
  lines: readonly RevenueLine[];
  currency: string;
}

/** BA-61: of workspaces each is counted once, however often it paid. */
export const PlansSection = ({ lines, currency }: Props) => (
  <Section title="Plan by plan" hint="In all of this time. Credits are what is bought besides a plan.">
    <table className="w-full table-fixed text-left">
      <caption className="sr-only">By plan</caption>
      <AmountHeads first="Plan" />
      <tbody>
        {lines.map((line) => (
          <Amounts
            key={line.plan}
            name={soldLabel(line.plan)}
            hint={count(line.workspaces, 'workspace')}
            line={line}
            currency={currency}
          />
        ))}
      </tbody>
    </table>
  </Section>
);
