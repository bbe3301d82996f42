import RefreshCw from 'lucide-react/icons/refresh-cw';
import { newId } from '../../../../kit/ids.ts';
import { q, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import type { Account } from '../../accounts/contract.ts';
import type { PlatformName, Resource } from '../../platforms/contract.ts';
import {
  callsPerHourMax,
  listSyncRuns,
  listSyncStates,
  putSyncRun,
  type SyncRun,
  SyncRunId,
  type SyncState,
} from '../../sync/contract.ts';
import { activityLabels, count, platformLabel, resourceLabel, sentence, whyLabels } from '../words.ts';
import { Read } from './Read.tsx';
import { useAt } from './useAt.ts';

interface SyncSectionProps {
  account: Account;
  whyNot: string | undefined;
}

/** What is asked for instead of waited for, and when it was. */
export function SyncSection({ account, whyNot }: SyncSectionProps) {
  const params = useAt(account);
  const ask = useAskNow(account);
  const platform = platformLabel(account.platform);
  return (
    <>
      <p className="mb-2 max-w-prose text-soft">
        {platform} is asked from time to time for what it did not tell: the more happens, the more often, and
        at most
        {` ${callsPerHourMax} `}
        times an hour.
      </p>
      <Read ask={q(listSyncStates, { params })} label="Loading what is asked for">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing is asked for yet">It begins once the account is connected.</Empty>
          ) : (
            <ul className="mb-8">
              {items.map((state) => (
                <ResourceRow key={state.resource} state={state} whyNot={whyNot} ask={ask} />
              ))}
            </ul>
          )
        }
      </Read>
      <Section title="When it was asked">
        <Runs account={account} />
      </Section>
    </>
  );
}

function useAskNow(account: Account) {
  const at = useAt(account);
  const { send, isPending } = useSend(putSyncRun, {
    stale: [[listSyncStates.path], [listSyncRuns.path]],
    failureTitle: 'This was not asked for',
    onReply: ({ resource }) =>
      toast({ title: `${resourceLabel(resource, account.platform)}: being asked for` }),
  });
  const run = (resource: Resource) =>
    send({ params: { ...at, runId: newId(SyncRunId) }, body: { resource } });
  return { run, isPending, platform: account.platform };
}

interface ResourceRowProps {
  state: SyncState;
  whyNot: string | undefined;
  ask: ReturnType<typeof useAskNow>;
}

function ResourceRow({ state, whyNot, ask }: ResourceRowProps) {
  const label = resourceLabel(state.resource, ask.platform);
  const reason = whyNot ?? (state.isRunning ? 'This is being asked for at the moment.' : undefined);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-3.5">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="flex items-center gap-2 font-[550]">
          {label} <Progressing state={state} />
        </h2>
        <p className="text-sm text-soft">
          {activityLabels[state.activity]}: {everyWords(state.everyMinutes)}.{' '}
          {state.itemsCount.toLocaleString('en')} known
          {state.lastCompletedAt ? (
            <>
              , last asked <Time at={state.lastCompletedAt} />
            </>
          ) : (
            ', never asked yet'
          )}
          .
        </p>
        {state.lastFailureCode && (
          <p className="text-sm text-danger">
            It failed {count(state.failuresInARow, 'time')} in a row: {sentence(state.lastFailureCode)}.
          </p>
        )}
      </div>
      <div className="flex items-center gap-4 text-sm text-soft">
        {!whyNot && (
          <span>
            Next <Time at={state.nextAt} />
          </span>
        )}
        <Button
          size="small"
          icon={RefreshCw}
          busy={ask.isPending}
          onClick={() => ask.run(state.resource)}
          disabledReason={reason}
          reasonShown={false}
          aria-label={`Ask now: ${label.toLowerCase()}`}
        >
          Ask now
        </Button>
      </div>
    </li>
  );
}

function Progressing({ state: { isRunning, isPartWay } }: { state: SyncState }) {
  if (isRunning) return <Badge tone="accent">Being asked</Badge>;
  return isPartWay ? <Badge>Part way, goes on</Badge> : null;
}

const everyWords = (minutes: number) =>
  minutes % 60 === 0
    ? `every ${minutes === 60 ? 'hour' : `${minutes / 60} hours`}`
    : `every ${minutes} minutes`;

function Runs({ account }: { account: Account }) {
  const pages = usePages(listSyncRuns, { params: useAt(account), query: {} });
  return (
    <Table
      label="Times it was asked"
      columns={columnsOf(account.platform)}
      pages={pages}
      rowId={({ id }) => id}
      rowName={({ resource }) => resourceLabel(resource, account.platform)}
      empty={
        <Empty title="It was not asked yet">Every time stands here for 90 days, with what it found.</Empty>
      }
    />
  );
}

const runTones = { pending: 'accent', success: 'good', failed: 'danger' } as const;
const runLabels = { pending: 'Under way', success: 'Done', failed: 'Failed' } as const;

const columnsOf = (platform: PlatformName): readonly Column<SyncRun>[] => [
  {
    title: 'What',
    width: 'minmax(0,1.4fr)',
    cell: ({ resource, why }) => (
      <>
        <span className="block truncate">{resourceLabel(resource, platform)}</span>
        <span className="block truncate text-sm text-faint">{whyLabels[why]}</span>
      </>
    ),
    onPhone: 'title',
  },
  {
    title: 'Found',
    width: 'minmax(0,2fr)',
    cell: (run) => <span className="block truncate text-soft">{foundIn(run)}</span>,
    onPhone: 'line',
  },
  {
    title: 'Began',
    width: '8rem',
    align: 'end',
    cell: ({ startedAt }) => (
      <span className="text-soft">
        <Time at={startedAt} />
      </span>
    ),
    onPhone: 'line',
  },
  {
    title: 'State',
    width: '6rem',
    cell: ({ status }) => <Badge tone={runTones[status]}>{runLabels[status]}</Badge>,
    onPhone: 'corner',
  },
];

function foundIn({ counts, status, failureCode, failureDetail }: SyncRun): string {
  if (status === 'failed') return failureDetail ?? sentence(failureCode ?? 'it did not say why');
  const found = counts.posts + counts.comments + counts.messages;
  if (found === 0) return 'Nothing new';
  const fresh = counts.fresh === 0 ? 'none' : counts.fresh.toLocaleString('en');
  return `${found.toLocaleString('en')} found, ${fresh} of them new`;
}
