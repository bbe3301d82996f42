import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import type { AiCosts } from '../../contract.ts';
import { purposeLabel } from '../words.ts';

export function SumsSection({ costs: { byPurpose, byModel, total } }: { costs: AiCosts }) {
  return (
    <Section title="What for, and by which model">
      <div className="flex flex-wrap gap-x-12 gap-y-8">
        <Sums
          caption="By purpose"
          total={total.costMicro}
          rows={byPurpose.map(({ purpose, ...sums }) => ({ name: purposeLabel(purpose), ...sums }))}
        />
        <Sums
          caption="By model"
          total={total.costMicro}
          rows={byModel.map(({ model, ...sums }) => ({ name: model, ...sums }))}
        />
      </div>
    </Section>
  );
}

interface SumsProps {
  caption: string;
  total: number;
  rows: readonly ({ readonly name: string } & AiCosts['total'])[];
}

function Sums({ caption, total, rows }: SumsProps) {
  return (
    <div className="min-w-0 flex-1 basis-80">
      <table className="w-full table-fixed text-left">
        <caption className="title mb-1 text-left text-lg">{caption}</caption>
        <thead className="text-sm text-soft">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 font-normal">
              {caption.replace('By ', '').replace(/^./, (letter) => letter.toUpperCase())}
            </th>
            <th scope="col" className="w-16 py-2 text-right font-normal">
              Calls
            </th>
            <th scope="col" className="w-26 py-2 text-right font-normal">
              Cost
            </th>
            <th scope="col" className="w-18 py-2 text-right font-normal max-sm:hidden">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, calls, failed, costMicro }) => (
            <tr key={name} className="border-b border-line align-baseline last:border-0">
              <th scope="row" className="py-2.5 pr-3 font-normal break-words">
                {name}
                {failed > 0 && <span className="block text-sm text-faint">{failed} failed</span>}
              </th>
              <td className="py-2.5 text-right tabular-nums">{calls.toLocaleString('en')}</td>
              <td className="py-2.5 text-right tabular-nums">{dollars(costMicro)}</td>
              <td className="py-2.5 text-right text-soft tabular-nums max-sm:hidden">
                {shareOf(costMicro, total)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const shareOf = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;
