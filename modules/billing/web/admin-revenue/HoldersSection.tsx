import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import type { PlanHolders } from '../../revenue/contract.ts';
import { soldLabel } from './words.ts';

/** Of now, whatever time is looked at. */
export function HoldersSection({ holders }: { holders: readonly PlanHolders[] }) {
  const month = holders.reduce((sum, { monthMicro }) => sum + monthMicro, 0);
  return (
    <Section
      title="Subscribed now"
      hint="What open subscriptions are worth in a month. Of a year it is the twelfth part."
    >
      {holders.length === 0 ? (
        <p className="text-soft">Nobody subscribes to anything that is paid for.</p>
      ) : (
        <table className="w-full table-fixed text-left">
          <caption className="sr-only">Subscribed now</caption>
          <thead className="text-sm text-soft">
            <tr className="border-b border-line">
              <th scope="col" className="py-2 font-normal">
                Plan
              </th>
              <th scope="col" className="w-26 py-2 text-right font-normal">
                Workspaces
              </th>
              <th scope="col" className="w-32 py-2 text-right font-normal">
                A month
              </th>
            </tr>
          </thead>
          <tbody>
            {holders.map(({ plan, workspaces, monthMicro }) => (
              <tr key={plan} className="border-b border-line">
                <th scope="row" className="py-2.5 pr-3 font-normal break-words">
                  {soldLabel(plan)}
                </th>
                <td className="py-2.5 text-right tabular-nums">{workspaces.toLocaleString('en')}</td>
                <td className="py-2.5 text-right tabular-nums">{dollars(monthMicro)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-[550]">
              <th scope="row" colSpan={2} className="py-2.5 font-[550]">
                All of them
              </th>
              <td className="py-2.5 text-right tabular-nums">{dollars(month)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </Section>
  );
}
