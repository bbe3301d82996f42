import CalendarClock from 'lucide-react/icons/calendar-clock';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { Time, useZone } from '../../../../web/kit/time.tsx';
import { momentIn } from '../../../../web/kit/time-words.ts';
import { paths } from '../../../../web/paths.ts';
import {
  type DemoRequest,
  type DemoStatus,
  demoTransitions,
  getDemoRequest,
  listDemoReminders,
} from '../../applications/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { DemoReminders } from './DemoReminders.tsx';
import { useChangeDemo } from './demos.ts';
import { NotesField } from './NotesField.tsx';
import { demoWords, zoneLabel } from './words.ts';

const ScheduleDialog = lazy(() => import('./ScheduleDialog.tsx'));
const AlertDialog = lazy(async () => ({
  default: (await import('../../../../web/kit/Dialog.tsx')).AlertDialog,
}));
const notesLengthMax = 10_000;

const paramsOf = ({ demoId }: Readonly<Record<string, string | undefined>>) =>
  getDemoRequest.params.parse({ demoId });

export const loader = administratorsLoader(({ params }) => {
  const at = paramsOf(params);
  void queryClient.prefetchInfiniteQuery(pagesOf(listDemoReminders, { params: at }));
  return queryClient.ensureQueryData(q(getDemoRequest, { params: at }));
});
export default forAdministrators('Demo', DemoPage);

function DemoPage() {
  const at = paramsOf(useParams());
  const demo = useLoaded(q(getDemoRequest, { params: at }));
  const [open, setOpen] = useState<'schedule' | 'cancel'>();
  const { change, isPending } = useChangeDemo(demo, 'The demo is as it was');
  const complete = () => change({ status: 'completed' });
  useActions(actionsOf(demo, { schedule: () => setOpen('schedule'), complete }));
  return (
    <Page
      title={demo.name}
      up={{ to: paths.adminDemos(), label: 'Demos' }}
      actions={
        <Steps
          demo={demo}
          busy={isPending}
          onSchedule={() => setOpen('schedule')}
          onComplete={complete}
          onCancel={() => setOpen('cancel')}
        />
      }
    >
      <Facts facts={factsOf(demo)} />
      <div className="h-8" />
      <Section title="Notes" hint="For administrators. Never shown to whoever asked.">
        <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
          <Notes key={`p ${demo.id}`} demo={demo} field="preparationNotes" />
          <Notes key={`q ${demo.id}`} demo={demo} field="qualificationNotes" />
        </div>
      </Section>
      <DemoReminders demoId={demo.id} />
      <Suspense>
        {open === 'schedule' && <ScheduleDialog demo={demo} onClose={() => setOpen(undefined)} />}
        {open === 'cancel' && (
          <AlertDialog
            open
            title="Call this demo off?"
            body={`${demo.name} is told by mail. You can schedule it again later.`}
            confirm="Call it off"
            cancel="Keep it"
            onConfirm={() => {
              setOpen(undefined);
              change({ status: 'cancelled' });
            }}
            onCancel={() => setOpen(undefined)}
          />
        )}
      </Suspense>
    </Page>
  );
}

function actionsOf(demo: DemoRequest, run: { schedule: () => void; complete: () => void }): Action[] {
  const group = 'This demo';
  const scheduling = { id: 'demo.schedule', title: 'Schedule the demo', keys: 's', icon: CalendarClock };
  const completing = { id: 'demo.complete', title: 'Mark the demo as completed', icon: CircleCheck };
  const next = demoTransitions[demo.status];
  return [
    ...(next.includes('scheduled') ? [{ ...scheduling, group, run: run.schedule }] : []),
    ...(next.includes('completed') ? [{ ...completing, group, run: run.complete }] : []),
  ];
}

interface StepsProps {
  demo: DemoRequest;
  busy: boolean;
  onSchedule: () => void;
  onComplete: () => void;
  onCancel: () => void;
}

/** Only what may become of it from here; a completed demo stays as it is. */
function Steps({ demo: { status }, busy, onSchedule, onComplete, onCancel }: StepsProps) {
  const may = (next: DemoStatus) => demoTransitions[status].includes(next);
  const isOn = status === 'scheduled';
  return (
    <>
      {may('cancelled') && (
        <Button look="quiet" icon={CircleX} busy={busy} onClick={onCancel}>
          Call off
        </Button>
      )}
      {may('scheduled') && (
        <Button look={isOn ? 'plain' : 'primary'} icon={CalendarClock} onClick={onSchedule}>
          {isOn ? 'Move' : status === 'cancelled' ? 'Schedule again' : 'Schedule'}
        </Button>
      )}
      {may('completed') && (
        <Button look="primary" icon={CircleCheck} busy={busy} onClick={onComplete}>
          Mark as completed
        </Button>
      )}
    </>
  );
}

type Fact = readonly [name: string, value: ReactNode];

function factsOf(demo: DemoRequest): Fact[] {
  const written = (value: string) => <span className="break-words whitespace-pre-wrap">{value}</span>;
  const asked: [string, string | null][] = [
    ['Company', [demo.companyName, demo.companySize].filter(Boolean).join(', ') || null],
    ['Uses today', demo.currentSolution],
    ['Message', demo.message],
  ];
  return [
    ['State', <State key="state" demo={demo} />],
    [
      'Address',
      <span key="email" className="break-all">
        {demo.email}
      </span>,
    ],
    ['Asked', <Time key="asked" at={demo.requestedAt} />],
    ...asked.flatMap(([name, value]): Fact[] => (value ? [[name, written(value)]] : [])),
  ];
}

function State({ demo }: { demo: DemoRequest }) {
  const { status, scheduledFor, completedAt, cancelledAt } = demo;
  const zone = useZone();
  const over = completedAt ?? cancelledAt;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Badge tone={demoWords[status].tone}>{demoWords[status].label}</Badge>
      {status === 'scheduled' && scheduledFor && (
        <span>
          {momentIn(zone, scheduledFor)} <span className="text-faint">({zoneLabel(zone)})</span>
        </span>
      )}
      {over && <Time at={over} />}
    </span>
  );
}

const noteWords = {
  preparationNotes: { label: 'Preparation', hint: 'What to show them, and what to know before.' },
  qualificationNotes: { label: 'Qualification', hint: 'What they need, when, and who decides.' },
} as const;

function Notes({ demo, field }: { demo: DemoRequest; field: keyof typeof noteWords }) {
  const { change, isPending, error } = useChangeDemo(demo);
  return (
    <NotesField
      {...noteWords[field]}
      name={field}
      maxLength={notesLengthMax}
      value={demo[field]}
      isSaving={isPending}
      error={error}
      onSave={(text) => change({ [field]: text })}
    />
  );
}
