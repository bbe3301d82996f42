import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Link } from '../../../../web/kit/Link.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AiCall, type AiCosts, aiCallOutcomes, listAiCalls } from '../../contract.ts';
import { aiFailureWords, latencyWords, outcomeLabels, purposeLabel } from '../words.ts';
import { narrowing } from './narrowing.ts';
import { subjectLink } from './subjects.ts';

/** Single calls, narrowed by one thing at a time: that is what they can be found by quickly however many there are. */
export function CallsSection({ costs }: { costs: AiCosts }) {
  const workspaceId = useHere().workspace.id;
  const { filters, change, clear, any } = useFilters(['by', 'about']);
  const pages = usePages(listAiCalls, { params: { workspaceId }, query: narrowing(filters) });
  const about = (call: AiCall) => change('about', `${call.subjectType}:${call.subjectId}`);
  return (
    <Section title="Call by call" hint="The newest first, whatever the time above.">
      <search aria-label="Calls" className="mb-4 flex flex-wrap items-end gap-3">
        {filters.about ? (
          <p className="text-soft">
            Only what one thing came to{pages.hasMore ? '.' : `: ${dollars(sumOf(pages.items))} in all.`}
          </p>
        ) : (
          <Select
            name="by"
            label="Only"
            placeholder="All calls"
            className="w-72 max-sm:w-full"
            options={optionsOf(costs)}
            value={filters.by}
            onChange={(value) => change('by', value)}
          />
        )}
        {any && (
          <Button look="quiet" onClick={clear}>
            Show all calls
          </Button>
        )}
      </search>
      <Table
        label="Calls"
        columns={columnsOf(workspaceId, about)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ model }) => model}
        empty={<Empty title="No such call">Show all calls, or choose something else.</Empty>}
      />
    </Section>
  );
}

const sumOf = (calls: readonly AiCall[]) => calls.reduce((sum, { costMicro }) => sum + costMicro, 0);

const optionsOf = ({ byPurpose, byModel }: AiCosts) => [
  { value: '', label: 'All calls' },
  ...byPurpose.map(({ purpose }) => ({
    value: `purpose:${purpose}`,
    label: purposeLabel(purpose),
    hint: 'Purpose',
  })),
  ...byModel.map(({ model }) => ({ value: `model:${model}`, label: model, hint: 'Model' })),
  ...aiCallOutcomes.map((outcome) => ({
    value: `outcome:${outcome}`,
    label: outcomeLabels[outcome],
    hint: 'What became of it',
  })),
];

const columnsOf = (workspaceId: string, about: (call: AiCall) => void): Column<AiCall>[] => [
  {
    title: 'What for',
    width: 'minmax(0,1.5fr)',
    onPhone: 'title',
    cell: (call) => <WhatFor workspaceId={workspaceId} call={call} about={about} />,
  },
  {
    title: 'State',
    width: '6.5rem',
    onPhone: 'line',
    cell: ({ outcome, failureCode }) => (
      <span className="flex flex-col items-start">
        <Badge tone={tones[outcome]}>{outcomeLabels[outcome]}</Badge>
        {failureCode && <span className="text-sm text-faint">{aiFailureWords(failureCode)}</span>}
      </span>
    ),
  },
  { title: 'Tokens in, out', width: '7rem', align: 'end', onPhone: 'hidden', cell: tokensWords },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    title: 'Cost',
    width: '6rem',
    align: 'end',
    onPhone: 'corner',
    cell: ({ outcome, costMicro, heldMicro, isEstimated }) => (
      <span title={isEstimated ? 'Counted by us: nobody told what it came to.' : undefined}>
        {outcome === 'under_way'
          ? `≤ ${dollars(heldMicro)}`
          : `${isEstimated ? '≈ ' : ''}${dollars(costMicro)}`}
      </span>
    ),
  },
];

const tones = {
  under_way: 'accent',
  done: 'quiet',
  aborted: 'warn',
  failed: 'danger',
  unknown: 'warn',
} as const;

const tokensWords = ({ inputTokens, outputTokens, cachedTokens, reasoningTokens, latencyMs }: AiCall) => (
  <span
    title={`${cachedTokens.toLocaleString('en')} of those in were known there already, ${reasoningTokens.toLocaleString('en')} of those out were thought and not said.`}
  >
    {inputTokens.toLocaleString('en')}, {outputTokens.toLocaleString('en')}
    {latencyMs !== null && <span className="block text-sm text-faint">in {latencyWords(latencyMs)}</span>}
  </span>
);

interface WhatForProps {
  workspaceId: string;
  call: AiCall;
  about: (call: AiCall) => void;
}

function WhatFor({ workspaceId, call, about }: WhatForProps) {
  const link = subjectLink(workspaceId, call);
  return (
    <span className="flex min-w-0 flex-col">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 whitespace-normal">
        {link ? <Link to={link.to}>{purposeLabel(call.purpose)}</Link> : purposeLabel(call.purpose)}
        {call.subjectId && (
          <button
            type="button"
            onClick={() => about(call)}
            className="text-sm text-soft underline decoration-current/40 underline-offset-[0.2em] hover:text-ink"
          >
            All of it
            <span className="sr-only">, whatever else was asked for the same</span>
          </button>
        )}
      </span>
      <span className="font-mono text-xs break-words whitespace-normal text-faint">{call.model}</span>
    </span>
  );
}
