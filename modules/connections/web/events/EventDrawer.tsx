import { useQuery } from '@tanstack/react-query';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import type { ReactNode } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Drawer } from '../../../../web/kit/Dialog.tsx';
import { Facts } from '../../../../web/kit/Section.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time, useZone } from '../../../../web/kit/time.tsx';
import { momentIn } from '../../../../web/kit/time-words.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getWebhookEvent, type WebhookEvent, type WebhookEventSummary } from '../../intake/contract.ts';
import { count, eventLabel, eventStatusLabels, eventStatusTones, platformLabel, sentence } from '../words.ts';
import { isOver, useReplay } from './replays.ts';

interface EventDrawerProps {
  event: WebhookEventSummary;
  accountName?: string | undefined;
  whyNot: string | undefined;
  onClose: () => void;
}

/** One event in full, beside the list: as it came, and what became of it. */
export default function EventDrawer({ event, accountName, whyNot, onClose }: EventDrawerProps) {
  const workspaceId = useHere().workspace.id;
  const ask = q(getWebhookEvent, { params: { workspaceId, eventId: event.id } });
  const { data, error, refetch } = useQuery(ask);
  return (
    <Drawer open onClose={onClose} title={eventLabel(event.kind)} side="right" wide>
      {data && <Entry event={data} accountName={accountName} whyNot={whyNot} />}
      {!data && error && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the event" />}
    </Drawer>
  );
}

interface EntryProps {
  event: WebhookEvent;
  accountName: string | undefined;
  whyNot: string | undefined;
}

function Entry({ event, accountName, whyNot }: EntryProps) {
  return (
    <div className="flex flex-col gap-6">
      <Outcome event={event} whyNot={whyNot} />
      <Facts facts={useFacts(event, accountName)} />
      <Json label="As it came" value={event.payload} />
      {event.result !== null && event.result !== undefined && (
        <Json label="What it did" value={event.result} />
      )}
    </div>
  );
}

/** What became of it, and the way to have it worked off once more. */
function Outcome({ event, whyNot }: { event: WebhookEvent; whyNot: string | undefined }) {
  const replay = useReplay();
  const reason = whyNot ?? (isOver(event) ? undefined : 'It is being worked off.');
  return (
    <section aria-label="What became of it" className="border-b border-line pb-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex items-center gap-2">
          <Badge tone={eventStatusTones[event.status]}>{eventStatusLabels[event.status]}</Badge>
          <span className="text-sm text-soft">{count(event.attempts, 'attempt')}</span>
        </p>
        <Button
          size="small"
          icon={RotateCcw}
          busy={replay.isPending}
          onClick={() => replay.one(event)}
          disabledReason={reason}
          reasonShown={false}
        >
          Work off once more
        </Button>
      </div>
      <Why event={event} />
    </section>
  );
}

function Why({
  event: { failureCode, failureDetail, skippedReason, nextAttemptAt, status },
}: {
  event: WebhookEvent;
}) {
  if (skippedReason) return <p className="mt-3 text-sm text-soft">{sentence(skippedReason)}.</p>;
  if (!failureCode || status === 'completed') return null;
  return (
    <p className="mt-3 rounded-md bg-danger-wash px-3 py-2 text-sm break-words text-danger">
      {sentence(failureCode)}.{failureDetail && <span className="block">{failureDetail}</span>}
      {nextAttemptAt && !isOver({ status }) && (
        <span className="block">
          Tried again <Time at={nextAttemptAt} />.
        </span>
      )}
    </p>
  );
}

function useFacts(event: WebhookEvent, accountName: string | undefined) {
  const zone = useZone();
  const facts = [
    accountName && ['Account', accountName],
    ['Platform', platformLabel(event.platform)],
    ['Came in', momentIn(zone, event.receivedAt)],
    event.happenedAt && ['Happened', momentIn(zone, event.happenedAt)],
    event.settledAt && ['Settled', momentIn(zone, event.settledAt)],
    event.durationMs !== null && ['Took', `${event.durationMs.toLocaleString('en')} ms`],
    ['How', event.source === 'webhook' ? 'Told by the platform' : 'Asked for by Stoa'],
    ['Kind', <Code key="kind">{event.kind}</Code>],
    event.platformEventId && ['Its id there', <Code key="there">{event.platformEventId}</Code>],
    ['In order with', <Code key="conversation">{event.conversationKey}</Code>],
    ['Id', <Code key="id">{event.id}</Code>],
  ];
  return facts.filter(Boolean) as [string, ReactNode][];
}

const Code = ({ children }: { children: ReactNode }) => (
  <code className="font-mono text-xs break-all text-soft">{children}</code>
);

/** Somebody else's words: shown as they are, and never as anything but text. */
function Json({ label, value }: { label: string; value: unknown }) {
  return (
    <section aria-label={label}>
      <h3 className="mb-1.5 text-sm font-[550]">{label}</h3>
      <pre className="rounded-md bg-sunk p-3 font-mono text-xs whitespace-pre-wrap break-all">
        {JSON.stringify(value, null, 2)}
      </pre>
    </section>
  );
}
