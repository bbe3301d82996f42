import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { focusedRow } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type eventStatuses, listWebhookEvents, type WebhookEventSummary } from '../../intake/contract.ts';
import type { EventKind } from '../../platforms/contract.ts';
import { PlatformMark } from '../PlatformMark.tsx';
import { useWhyNotMay } from '../rights.ts';
import { eventLabel, eventStatusLabels, eventStatusTones, platformLabel, sentence } from '../words.ts';
import { isOver, useReplay } from './replays.ts';

const EventDrawer = lazy(() => import('./EventDrawer.tsx'));

export interface EventQuery {
  readonly accountId?: WebhookEventSummary['accountId'];
  readonly kind?: EventKind;
  readonly status?: (typeof eventStatuses)[number];
}

interface EventsTableProps {
  label: string;
  query: EventQuery;
  /** Beside the kind, where the rows are of several accounts. */
  nameOf?: (accountId: string) => string;
  empty?: ReactNode;
}

/** The log, or a part of it: new ones come by themselves, Enter opens, r works one off once more. */
export function EventsTable({ label, query, nameOf, empty = <NoEvents /> }: EventsTableProps) {
  const workspaceId = useHere().workspace.id;
  const [shown, setShown] = useState<WebhookEventSummary>();
  const pages = usePages(listWebhookEvents, { params: { workspaceId }, query });
  const replay = useReplay();
  const whyNot = useWhyNotMay('connections.operate', 'work events off once more');
  const again = () => {
    const row = focusedRow(pages.items);
    if (row && isOver(row)) replay.one(row);
  };
  useActions(
    whyNot
      ? []
      : [
          {
            id: 'events.replay',
            title: 'Work the focused event off once more',
            group: 'Events',
            keys: 'r',
            keysOnly: true,
            icon: RotateCcw,
            run: again,
          },
        ],
  );
  return (
    <>
      <Table
        label={label}
        columns={columnsOf(nameOf)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ kind }) => eventLabel(kind)}
        onOpen={setShown}
        empty={empty}
      />
      <Suspense>
        {shown && (
          <EventDrawer
            event={shown}
            accountName={nameOf?.(shown.accountId)}
            whyNot={whyNot}
            onClose={() => setShown(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}

const NoEvents = () => (
  <Empty title="Nothing has come in yet">
    As soon as somebody writes, comments or buys, it stands here within a second.
  </Empty>
);

const columnsOf = (nameOf: EventsTableProps['nameOf']): readonly Column<WebhookEventSummary>[] => [
  {
    title: 'What',
    width: 'minmax(0,1.7fr)',
    cell: ({ kind, platform, accountId }) => (
      <span className="flex items-center gap-3">
        <PlatformMark platform={platform} size="small" />
        <span className="min-w-0">
          <span className="block truncate">{eventLabel(kind)}</span>
          <span className="block truncate text-sm text-faint">
            {nameOf ? nameOf(accountId) : platformLabel(platform)}
          </span>
        </span>
      </span>
    ),
    onPhone: 'title',
  },
  {
    title: 'State',
    width: '8.5rem',
    cell: ({ status }) => <Badge tone={eventStatusTones[status]}>{eventStatusLabels[status]}</Badge>,
    onPhone: 'corner',
  },
  {
    title: 'Why',
    width: 'minmax(0,1.5fr)',
    cell: (event) => <span className="block truncate text-sm text-soft">{whyOf(event)}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'Came',
    width: '6.5rem',
    cell: ({ source }) => <span className="text-soft">{sourceLabels[source]}</span>,
    onPhone: 'line',
  },
  {
    title: 'When',
    width: '7.5rem',
    align: 'end',
    cell: ({ receivedAt }) => (
      <span className="text-soft">
        <Time at={receivedAt} />
      </span>
    ),
    onPhone: 'line',
  },
];

export const sourceLabels = { webhook: 'By itself', sync: 'Asked for' } as const;

function whyOf({ status, failureCode, skippedReason, nextAttemptAt, attempts }: WebhookEventSummary) {
  if (skippedReason) return sentence(skippedReason);
  if (failureCode && status !== 'completed') return sentence(failureCode);
  if (nextAttemptAt && attempts > 0) {
    return (
      <>
        Tried again <Time at={nextAttemptAt} />
      </>
    );
  }
  return null;
}
