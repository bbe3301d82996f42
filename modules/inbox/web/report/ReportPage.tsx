import { useQuery } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import type { LoaderFunctionArgs } from 'react-router';
import { q } from '../../../../web/kit/api.ts';
import { BarChart } from '../../../../web/kit/charts/BarChart.tsx';
import { LineChart } from '../../../../web/kit/charts/LineChart.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty, Failed, Loading, Refused } from '../../../../web/kit/states.tsx';
import { readWorkspace } from '../../../../web/session.ts';
import { aRole } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type Amounts, type Figures, getFigures } from '../../figures/contract.ts';
import { useWanted } from './useWanted.ts';
import { WeekHours } from './WeekHours.tsx';
import { Wishes } from './Wishes.tsx';
import { duration, kindNames, shortDay, spreadNames } from './words.ts';

export async function loader({ params }: LoaderFunctionArgs) {
  await readWorkspace(params.workspaceId);
  return null;
}

export default function ReportPage() {
  const { workspace } = useHere();
  const mayLook = workspace.permissions.includes('inbox.see_figures');
  return (
    <Page
      title="Report"
      hint="How much comes in, how long people wait for an answer, and when they write."
      actions={mayLook && <TableLink />}
    >
      {mayLook ? (
        <Report />
      ) : (
        <Refused>
          As {aRole(workspace.role)} of {workspace.name} you cannot see its figures. An owner, an admin or a
          manager can.
        </Refused>
      )}
    </Page>
  );
}

function TableLink() {
  const { workspace } = useHere();
  const wanted = new URLSearchParams(useWanted());
  return (
    <a
      href={`/api/w/${workspace.id}/inbox/figures.csv?${wanted}`}
      download
      className="inline-flex h-9 items-center gap-2 rounded-md border border-line bg-raised px-3 hover:bg-hover"
    >
      <Download size={16} strokeWidth={1.75} aria-hidden />
      Save as a table
    </a>
  );
}

function Report() {
  const { workspace } = useHere();
  const wanted = useWanted();
  const figures = useQuery(q(getFigures, { params: { workspaceId: workspace.id }, query: wanted }));
  return (
    <>
      <Wishes />
      {figures.isError && !figures.data && (
        <Failed error={figures.error} again={() => void figures.refetch()} />
      )}
      {figures.isPending && <Loading label="Loading the figures" />}
      {figures.data && <Charts figures={figures.data} />}
    </>
  );
}

function Charts({ figures }: { figures: Figures }) {
  const { all, days, kinds, spread, week, channels } = figures;
  if (all.inbound + all.byMembers + all.byMachines + all.elsewhere === 0)
    return (
      <Empty title="Nothing was said in this time">
        As soon as a customer writes, this is where you see how long they waited.
      </Empty>
    );
  return (
    <>
      <Headline all={all} />
      {figures.isBehind && (
        <p className="mb-4 text-sm text-faint">The last minutes are still being counted.</p>
      )}
      <Volumes days={days} />
      <Waiting days={days} spread={spread} />
      <Section title="When they write" hint={`By the clock of ${figures.timezone}.`}>
        <WeekHours week={week} />
      </Section>
      <Section title="Where and what">
        <Channels channels={channels} />
        <ul className="mt-6 flex flex-wrap gap-x-8 gap-y-2 text-sm">
          {Object.entries(kinds)
            .sort(([, a], [, b]) => b - a)
            .map(([kind, count]) => (
              <li key={kind}>
                <span className="text-soft">{kindNames[kind] ?? kind}</span> {count.toLocaleString('en')}
              </li>
            ))}
        </ul>
      </Section>
    </>
  );
}

function Volumes({ days }: Pick<Figures, 'days'>) {
  return (
    <Section title="Messages" hint="Received and answered, by day.">
      <LineChart
        title="Messages by day"
        area
        labels={labelsOf(days)}
        series={[
          { name: 'Received', values: days.map((day) => day.inbound) },
          { name: 'Answered by people', values: days.map((day) => day.byMembers) },
          { name: 'By machines', values: days.map((day) => day.byMachines) },
        ]}
      />
    </Section>
  );
}

function Waiting({ days, spread }: Pick<Figures, 'days' | 'spread'>) {
  return (
    <Section
      title="Waiting"
      hint="How long the first answer took on average, while you were open and by the clock."
    >
      <LineChart
        title="First answer by day"
        labels={labelsOf(days)}
        format={duration}
        series={[
          { name: 'While open', values: days.map((day) => day.firstReplies.openSeconds) },
          { name: 'By the clock', values: days.map((day) => day.firstReplies.seconds) },
        ]}
      />
      <div className="mt-8">
        <BarChart
          title="How many answers took how long"
          labels={spreadNames}
          series={[{ name: 'Answers', values: spread }]}
        />
      </div>
    </Section>
  );
}

const labelsOf = (days: Figures['days']) => days.map(({ on }) => shortDay(on));

function Headline({ all }: { all: Amounts }) {
  const facts = [
    ['Received', all.inbound.toLocaleString('en')],
    ['Conversations begun', all.begun.toLocaleString('en')],
    ['First answer', duration(all.firstReplies.openSeconds)],
    ['Any answer', duration(all.replies.openSeconds)],
    ['Until closed', duration(all.closed.openSeconds)],
  ] as const;
  return (
    <dl className="mb-8 grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-5">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="title text-2xl">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Channels({ channels }: { channels: Figures['channels'] }) {
  return (
    <table className="w-full text-left">
      <caption className="sr-only">By channel</caption>
      <thead className="text-sm text-soft">
        <tr className="border-b border-line">
          <th scope="col" className="py-2 font-normal">
            Channel
          </th>
          <th scope="col" className="py-2 text-right font-normal">
            Received
          </th>
          <th scope="col" className="py-2 text-right font-normal">
            First answer
          </th>
          <th scope="col" className="py-2 text-right font-normal max-sm:hidden">
            Until closed
          </th>
        </tr>
      </thead>
      <tbody>
        {channels.map(({ id, name, inbound, firstReplies, closed }) => (
          <tr key={id} className="border-b border-line last:border-0">
            <th scope="row" className="py-2.5 font-normal">
              {name}
            </th>
            <td className="py-2.5 text-right tabular-nums">{inbound.toLocaleString('en')}</td>
            <td className="py-2.5 text-right tabular-nums">{duration(firstReplies.openSeconds)}</td>
            <td className="py-2.5 text-right tabular-nums max-sm:hidden">{duration(closed.openSeconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
