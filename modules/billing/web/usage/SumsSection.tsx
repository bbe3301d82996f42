import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import type { Usage } from '../../using/contract.ts';
import { familyLabel } from './words.ts';

export function SumsSection({ usage: { byMeter, byModel, byMember } }: { usage: Usage }) {
  const people = byMember.map(({ memberId, name, ...sums }) => ({
    name: memberId === null ? 'Nobody in particular' : (name ?? 'Somebody who has left'),
    key: memberId ?? '',
    ...sums,
  }));
  return (
    <Section title="What, by whom, and with which model">
      <div className="flex flex-wrap gap-x-12 gap-y-8">
        <div className="min-w-0 flex-1 basis-80">
          <Sums
            caption="What"
            rows={byMeter.map(({ meter, family, ...one }) => ({
              ...{ key: meter, hint: familyLabel(family), ...one },
            }))}
          />
        </div>
        <div className="flex min-w-0 flex-1 basis-80 flex-col gap-8">
          <Sums caption="By whom" rows={people} />
          {byModel.length > 0 && (
            <Sums
              caption="Model"
              rows={byModel.map(({ model, ...sums }) => ({ key: model, name: model, ...sums }))}
            />
          )}
        </div>
      </div>
    </Section>
  );
}

type Row = { readonly key: string; readonly name: string; readonly hint?: string } & Usage['total'];

function Sums({ caption, rows }: { caption: string; rows: readonly Row[] }) {
  return (
    <table className="w-full table-fixed text-left">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-sm text-soft">
        <tr className="border-b border-line">
          <th scope="col" className="py-2 font-normal">
            {caption}
          </th>
          <th scope="col" className="w-20 py-2 text-right font-normal">
            Uses
          </th>
          <th scope="col" className="w-26 py-2 text-right font-normal">
            Paid
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, hint, uses, failed, paidMicro }) => (
          <tr key={key} className="border-b border-line align-baseline last:border-0">
            <th scope="row" className="py-2.5 pr-3 font-normal break-words">
              {name}
              {(hint || failed > 0) && (
                <span className="block text-sm text-faint">
                  {[hint, failed > 0 && `${failed} failed`].filter(Boolean).join(', ')}
                </span>
              )}
            </th>
            <td className="py-2.5 text-right tabular-nums">{uses.toLocaleString('en')}</td>
            <td className="py-2.5 text-right tabular-nums">{dollars(paidMicro)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
