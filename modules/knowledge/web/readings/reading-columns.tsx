import { Badge } from '../../../../web/kit/Badge.tsx';
import type { Column } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { IngestionJob } from '../../contract.ts';
import { failureWords, moneyWords, plainAddress } from '../words.ts';
import { farWords, readingKind, readingState } from './reading-words.ts';

export function ReadingState({ job }: { job: Pick<IngestionJob, 'status' | 'wanted'> }) {
  const { status, wanted } = job;
  const { tone, word } = readingState({ status, wanted });
  return <Badge tone={tone}>{word}</Badge>;
}

/** Only what there is any of: most readings go well. */
export function figureWords({ itemsSucceeded, itemsUnchanged, itemsFailed }: IngestionJob): string {
  const said = [
    [itemsSucceeded, 'new or changed'],
    [itemsUnchanged, 'unchanged'],
    [itemsFailed, 'failed'],
  ] as const;
  return said
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${number.toLocaleString('en')} ${words}`)
    .join(', ');
}

export const readingColumns: readonly Column<IngestionJob>[] = [
  {
    title: 'What is read',
    width: 'minmax(0,1.6fr)',
    cell: (job) => (
      <span className="block min-w-0">
        <span className="block truncate">{plainAddress(job.title)}</span>
        {job.status === 'failed' ? (
          <span className="block text-sm whitespace-normal text-danger">{failureWords(job.failureCode)}</span>
        ) : (
          <span className="block truncate text-sm text-faint">{readingKind(job)}</span>
        )}
      </span>
    ),
    onPhone: 'title',
  },
  { title: 'State', width: '6.5rem', cell: (job) => <ReadingState job={job} />, onPhone: 'corner' },
  {
    title: 'How far',
    width: 'minmax(0,1fr)',
    cell: (job) => (
      <span className="block min-w-0 text-soft">
        <span className="block truncate">{farWords(job)}</span>
        <span className="block truncate text-sm text-faint max-sm:hidden">{figureWords(job)}</span>
      </span>
    ),
    onPhone: 'line',
  },
  {
    title: 'Cost',
    width: '5.5rem',
    align: 'end',
    cell: ({ costMicro }) => <span className="text-soft">{moneyWords(costMicro)}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'Begun',
    width: '8.5rem',
    align: 'end',
    cell: ({ startedAt, createdAt }) => (
      <span className="text-soft">
        <Time at={startedAt ?? createdAt} />
      </span>
    ),
    onPhone: 'line',
  },
];
