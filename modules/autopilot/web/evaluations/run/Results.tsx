import { lazy, Suspense, useState } from 'react';
import { usePages } from '../../../../../web/kit/api.ts';
import { Badge } from '../../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../../web/kit/dollars.ts';
import { Section } from '../../../../../web/kit/Section.tsx';
import { Select } from '../../../../../web/kit/Select.tsx';
import { Empty } from '../../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../../web/kit/Table.tsx';
import { useFilters } from '../../../../../web/shared.ts';
import { useHere } from '../../../../../web/workspace.ts';
import {
  type EvaluationResult,
  type EvaluationRun,
  listEvaluationResults,
  verdicts,
} from '../../../evaluating/contract.ts';
import { countOf, decisionLabels, expectedLabels, isUnderWay, verdictWords } from '../words.ts';

const ResultDrawer = lazy(() => import('./ResultDrawer.tsx'));

export function Results({ run }: { run: EvaluationRun }) {
  const workspaceId = useHere().workspace.id;
  const { filters, change } = useFilters(['verdict']);
  const verdict = verdicts.find((one) => one === filters.verdict);
  const pages = usePages(listEvaluationResults, {
    params: { workspaceId, runId: run.id },
    ...(verdict && { query: { verdict } }),
  });
  const [opened, setOpened] = useState<EvaluationResult>();
  return (
    <Section title="Question by question">
      <Select
        name="verdict"
        label="Only"
        placeholder="All questions"
        className="mb-4 w-60"
        options={[
          { value: '', label: 'All questions' },
          ...verdicts.map((value) => ({
            value,
            label: `${verdictWords[value].label}: ${countOf(run, value)}`,
            hint: verdictWords[value].says,
          })),
        ]}
        value={filters.verdict}
        onChange={(value) => change('verdict', value)}
      />
      <Table
        label="Results"
        columns={columns}
        pages={pages}
        rowId={({ place }) => String(place)}
        rowName={({ question }) => question}
        onOpen={setOpened}
        empty={<Empty title={verdict ? 'None of these' : 'No result yet'}>{noneWords(run)}</Empty>}
      />
      <Suspense>{opened && <ResultDrawer result={opened} onClose={() => setOpened(undefined)} />}</Suspense>
    </Section>
  );
}

const noneWords = (run: EvaluationRun): string =>
  isUnderWay(run) ? 'Each stands here as soon as it was asked.' : 'Choose something else above.';

const columns: Column<EvaluationResult>[] = [
  {
    title: 'Question',
    width: 'minmax(0,1.7fr)',
    onPhone: 'title',
    cell: ({ question, answer, decision }) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate">{question}</span>
        <span className="truncate text-sm text-faint">{answer ?? decisionLabels[decision]}</span>
      </span>
    ),
  },
  {
    title: 'Right is to',
    width: '8rem',
    onPhone: 'hidden',
    cell: ({ expected }) => <span className="text-soft">{expectedLabels[expected]}</span>,
  },
  {
    title: 'Became',
    width: 'minmax(0,1.1fr)',
    onPhone: 'line',
    cell: ({ verdict, why }) => (
      <span className="flex flex-col items-start gap-0.5">
        <Badge tone={verdictWords[verdict].tone}>{verdictWords[verdict].label}</Badge>
        {verdict !== 'right' && <span className="text-sm text-faint">{why}</span>}
      </span>
    ),
  },
  {
    title: 'Cost',
    width: '5.5rem',
    align: 'end',
    onPhone: 'corner',
    cell: ({ costMicro }) => dollars(costMicro),
  },
];
