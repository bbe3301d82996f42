import Scale from 'lucide-react/icons/scale';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import type { Pages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Link } from '../../../../web/kit/Link.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { EvaluationRun, EvaluationSet } from '../../evaluating/contract.ts';
import { percent } from '../words.ts';
import { askedCount, isUnderWay, statusLabels } from './words.ts';

interface Props {
  pages: Pages<EvaluationRun>;
  sets: readonly EvaluationSet[];
}

export function RunsSection({ pages, sets }: Props) {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = pages.items.filter(({ id }) => chosen.has(id));
  const at = (runId: string) => paths.evaluationRun({ workspaceId, runId });
  const whyNot = whyNotCompared(rows);
  // The newer one is looked at, the older one is what it is held against.
  const compare = () => void navigate(`${at(rows[0]!.id)}?with=${encodeURIComponent(rows[1]!.id)}`);
  useActions(whyNot ? [] : [comparing(compare)]);
  const nameOf = (id: string) => sets.find((set) => set.id === id)?.name ?? 'A set further down';
  return (
    <Section
      title="What came of it"
      hint="The newest first. Choose two of the same set to see what changed between them."
      actions={
        <Button icon={Scale} size="small" onClick={compare} disabledReason={whyNot} reasonShown={false}>
          Compare
        </Button>
      }
    >
      <Table
        label="Runs"
        columns={columnsOf(at, nameOf)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ model, createdAt }) => `${model}, ${createdAt.toLocaleString('en-GB')}`}
        onOpen={({ id }) => void navigate(at(id))}
        selection={{ chosen, change: setChosen }}
        empty={
          <Empty title="Nothing was asked yet">Ask one of the sets above, and its figures stand here.</Empty>
        }
      />
    </Section>
  );
}

const comparing = (run: () => void) => ({
  ...{ id: 'runs.compare', title: 'Compare the two chosen runs', group: 'Evaluations', icon: Scale, run },
});

function whyNotCompared(rows: readonly EvaluationRun[]): string | undefined {
  if (rows.length !== 2) return 'Choose two runs first.';
  return rows[0]!.setId === rows[1]!.setId ? undefined : 'These were through different sets.';
}

const columnsOf = (
  at: (id: string) => string,
  nameOf: (setId: string) => string,
): Column<EvaluationRun>[] => [
  {
    title: 'Set and model',
    width: 'minmax(0,1.5fr)',
    onPhone: 'title',
    cell: ({ id, setId, model }) => (
      <span className="flex min-w-0 flex-col">
        <Link to={at(id)} className="truncate">
          {nameOf(setId)}
        </Link>
        <span className="truncate font-mono text-xs text-faint">{model}</span>
      </span>
    ),
  },
  { title: 'Right', width: '9rem', onPhone: 'line', cell: (run) => <Share run={run} /> },
  {
    title: 'Wrong',
    width: '5rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ wrongCount, crossedCount }) => (
      <span className={wrongCount + crossedCount > 0 ? 'text-danger' : 'text-faint'}>
        {wrongCount + crossedCount}
      </span>
    ),
  },
  {
    title: 'Cost',
    width: '6rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ costMicro }) => dollars(costMicro),
  },
  {
    title: 'When',
    width: '7rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    title: 'State',
    width: '6rem',
    align: 'end',
    onPhone: 'corner',
    cell: (run) => (
      <Badge tone={run.status === 'failed' ? 'danger' : isUnderWay(run) ? 'accent' : 'quiet'}>
        {run.status === 'running' ? `${askedCount(run)} of ${run.questionsCount}` : statusLabels[run.status]}
      </Badge>
    ),
  },
];

function Share({ run }: { run: EvaluationRun }) {
  const asked = askedCount(run);
  if (asked === 0) return <span className="text-faint">–</span>;
  const share = run.rightCount / asked;
  return (
    <span className="flex items-center gap-2.5">
      <span className="h-1.5 w-14 overflow-hidden rounded-full bg-line" aria-hidden>
        <span className="block h-full bg-good" style={{ width: `${share * 100}%` }} />
      </span>
      {percent(share)}
    </span>
  );
}
