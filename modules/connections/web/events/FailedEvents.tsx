import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { useActions } from '../../../../web/kit/actions.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { eventAttemptsMax, listWebhookEvents } from '../../intake/contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { count } from '../words.ts';
import { LogFilters, queryOf, type Sifting } from './EventLogPage.tsx';
import { EventsTable } from './EventsTable.tsx';
import { useReplayFailed } from './replays.ts';
import type { AccountNames } from './useAccountNames.ts';

interface FailedEventsProps {
  accounts: AccountNames;
  sifting: Sifting;
}

/** What was tried as often as makes sense. It is kept, and can be worked off once more when the cause is mended. */
export function FailedEvents({ accounts, sifting }: FailedEventsProps) {
  const { accountId, kind } = queryOf(sifting.filters);
  const of = { ...(accountId && { accountId }), ...(kind && { kind }) };
  const query = { ...of, status: 'failed' } as const;
  return (
    <>
      <LogFilters sifting={sifting} accounts={accounts} withoutStatus />
      <ReplayAll of={of} query={query} />
      <EventsTable
        label="Failed events"
        query={query}
        nameOf={accounts.nameOf}
        empty={
          <Empty title="Nothing has failed">
            What could not be worked off in {eventAttemptsMax} attempts stands here, with the reason and the
            way to try it again.
          </Empty>
        }
      />
    </>
  );
}

type Of = Pick<ReturnType<typeof queryOf>, 'accountId' | 'kind'>;

function ReplayAll({ of, query }: { of: Of; query: Of & { status: 'failed' } }) {
  const workspaceId = useHere().workspace.id;
  const pages = usePages(listWebhookEvents, { params: { workspaceId }, query });
  const replay = useReplayFailed();
  const whyNot = useWhyNotMay('connections.operate', 'work events off once more');
  const hasSome = pages.items.length > 0;
  const all = () => replay.all(of);
  useActions(
    whyNot || !hasSome
      ? []
      : [
          {
            id: 'events.replay-all',
            title: 'Work off once more all that failed',
            group: 'Events',
            icon: RotateCcw,
            keywords: ['replay', 'dead letters', 'again'],
            run: all,
          },
        ],
  );
  if (!hasSome) return null;
  const many = pages.hasMore ? `More than ${pages.items.length} events` : count(pages.items.length, 'event');
  return (
    <div className="mb-2 flex flex-wrap items-center justify-between gap-3 rounded-md bg-sunk px-4 py-3">
      <p className="flex-1 basis-80 text-sm text-soft">
        {many} failed. Once the cause is mended, all of them can be worked off in the order they came; what an
        event did already it does no second time.
      </p>
      <Button
        size="small"
        icon={RotateCcw}
        busy={replay.isPending}
        onClick={all}
        disabledReason={whyNot}
        reasonShown={false}
      >
        Work off all
      </Button>
    </div>
  );
}
