import { useQuery } from '@tanstack/react-query';
import TrendingDown from 'lucide-react/icons/trending-down';
import TrendingUp from 'lucide-react/icons/trending-up';
import { q, usePages } from '../../../../../web/kit/api.ts';
import { Badge } from '../../../../../web/kit/Badge.tsx';
import { Button } from '../../../../../web/kit/Button.tsx';
import { dollars } from '../../../../../web/kit/dollars.ts';
import { Section } from '../../../../../web/kit/Section.tsx';
import { Empty, Failed, Loading } from '../../../../../web/kit/states.tsx';
import { useHere } from '../../../../../web/workspace.ts';
import {
  type ComparedResult,
  compareEvaluationRuns,
  type EvaluationRun,
  type EvaluationRunId,
  getEvaluationRun,
  verdicts,
} from '../../../evaluating/contract.ts';
import { change, countOf, decisionLabels, expectedLabels, verdictWords } from '../words.ts';
import { SettingsApart } from './SettingsApart.tsx';

interface Props {
  run: EvaluationRun;
  otherId: EvaluationRunId;
}

/** Two runs through the same set, side by side: the figures, what was set otherwise, and each question that changed. */
export function Compared({ run, otherId }: Props) {
  const workspaceId = useHere().workspace.id;
  const other = useQuery(q(getEvaluationRun, { params: { workspaceId, runId: otherId } }));
  if (other.isPending) return <Loading label="Loading the other run" />;
  if (!other.data) return <Failed error={other.error} again={() => void other.refetch()} />;
  return (
    <Section title="Against the other run">
      <FiguresApart one={run} other={other.data} />
      <SettingsApart one={run.settings} other={other.data.settings} />
      <Changed run={run} otherId={otherId} />
    </Section>
  );
}

function FiguresApart({ one, other }: { one: EvaluationRun; other: EvaluationRun }) {
  const rows = [
    ...verdicts.map((verdict) => ({
      name: verdictWords[verdict].label,
      values: [countOf(one, verdict), countOf(other, verdict)] as const,
      isGood: verdict === 'right',
      format: String,
    })),
    { name: 'Cost', values: [one.costMicro, other.costMicro] as const, isGood: false, format: dollars },
  ];
  return (
    <table className="mb-6 w-full max-w-2xl text-left">
      <caption className="sr-only">Figures of both runs</caption>
      <thead className="text-sm text-soft">
        <tr className="border-b border-line">
          <td />
          {['This run', 'The other', 'Between them'].map((title) => (
            <th key={title} scope="col" className="py-2 text-right font-normal">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values: [here, there], isGood, format }) => (
          <tr key={name} className="border-b border-line last:border-0">
            <th scope="row" className="py-2 font-normal">
              {name}
            </th>
            <td className="py-2 text-right tabular-nums">{format(here)}</td>
            <td className="py-2 text-right text-soft tabular-nums">{format(there)}</td>
            <td className="py-2 text-right tabular-nums">
              <Difference by={here - there} isGood={isGood} format={format} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Difference({
  by,
  isGood,
  format,
}: {
  by: number;
  isGood: boolean;
  format: (value: number) => string;
}) {
  if (by === 0) return <span className="text-faint">the same</span>;
  const isBetter = by > 0 === isGood;
  return (
    <span className={isBetter ? 'text-good' : 'text-danger'}>
      {by > 0 ? '+' : '−'}
      {format(Math.abs(by))}
    </span>
  );
}

function Changed({ run, otherId }: Props) {
  const workspaceId = useHere().workspace.id;
  const pages = usePages(compareEvaluationRuns, { params: { workspaceId, runId: run.id, otherId } });
  if (pages.state === 'loading') return <Loading label="Loading what changed" />;
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.items.length === 0)
    return <Empty title="Nothing changed">Every question came to the same in both runs.</Empty>;
  return (
    <>
      <h3 className="title mb-2 text-lg">Each question that changed</h3>
      <ul aria-label="Questions that changed">
        {pages.items.map((item) => (
          <ChangedLine key={item.place} item={item} />
        ))}
      </ul>
      {pages.hasMore && (
        <Button size="small" busy={pages.loadingMore} onClick={pages.more} className="mt-4">
          Show more
        </Button>
      )}
    </>
  );
}

function ChangedLine({ item }: { item: ComparedResult }) {
  return (
    <li className="border-b border-line py-4 last:border-0">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Direction item={item} />
        <span className="font-[550]">{item.question}</span>
        <span className="text-sm text-faint">{expectedLabels[item.expected]}</span>
      </p>
      <div className="mt-2 grid gap-x-8 gap-y-3 sm:grid-cols-2">
        <SideOf title="This run" side={item.one} />
        <SideOf title="The other" side={item.other} />
      </div>
    </li>
  );
}

function Direction({ item }: { item: ComparedResult }) {
  const direction = change(item);
  if (!direction) return <Badge>Asked in one alone</Badge>;
  const Sign = direction === 'better' ? TrendingUp : TrendingDown;
  return (
    <Badge tone={direction === 'better' ? 'good' : 'danger'}>
      <Sign size={13} className="mr-1" aria-hidden />
      {direction === 'better' ? 'Better' : 'Worse'}
    </Badge>
  );
}

function SideOf({ title, side }: { title: string; side: ComparedResult['one'] }) {
  if (!side) return <p className="text-faint">{title}: not asked.</p>;
  const { verdict, decision, answer, why } = side;
  return (
    <div className="min-w-0">
      <p className="mb-1 flex items-baseline gap-2 text-sm text-faint">
        {title} <Badge tone={verdictWords[verdict].tone}>{verdictWords[verdict].label}</Badge>
      </p>
      <p className="break-words whitespace-pre-wrap">{answer ?? decisionLabels[decision]}</p>
      <p className="text-sm text-faint">{why}</p>
    </div>
  );
}
