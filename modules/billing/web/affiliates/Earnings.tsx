import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { BarChart } from '../../../../web/kit/charts/BarChart.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import {
  type AffiliateDashboard,
  type Commission,
  listOwnCommissions,
  listOwnPayouts,
  type Payout,
} from '../../contract.ts';
import { Sums } from './Sums.tsx';
import { commissionWords, monthWords, paidForWords, percent, reasonWords, statementWords } from './words.ts';

/** What came of the link: people, what they paid, and what was paid out. */
export function Earnings({ dashboard }: { dashboard: AffiliateDashboard }) {
  const { sums, payoutMinMicro } = dashboard;
  const days = everyDay(dashboard.days);
  return (
    <>
      <Section title="What came of it">
        <Sums sums={sums} />
        {days.length > 0 && (
          <BarChart
            title="Visits and sign-ups by day"
            labels={days.map(({ day }) => shortDay(day))}
            series={[
              { name: 'Visits', values: days.map(({ clicks }) => clicks) },
              { name: 'Sign-ups', values: days.map(({ signUps }) => signUps) },
            ]}
            format={(value: number) => value.toLocaleString('en')}
          />
        )}
      </Section>
      <Section title="Commissions" hint="Who paid stays theirs: you see the month, the amount and a number.">
        <Table
          label="Commissions"
          columns={commissionColumns}
          pages={usePages(listOwnCommissions)}
          rowId={({ id }) => id}
          rowName={({ month, referralNo }) => `${monthWords(month)}, referral ${referralNo}`}
          empty={<Empty title="Nobody has paid yet">{wayOnWords(dashboard.affiliate)}</Empty>}
        />
      </Section>
      <Section
        title="Statements"
        hint={`Made at the beginning of a month, of what has cleared. Below ${dollars(payoutMinMicro)} it stays open for the next.`}
      >
        <Table
          label="Statements"
          columns={payoutColumns}
          pages={usePages(listOwnPayouts)}
          rowId={({ id }) => id}
          rowName={statementWords}
          empty={<Empty title="No statement yet">The first one follows once enough has cleared.</Empty>}
        />
      </Section>
    </>
  );
}

const wayOnWords = (affiliate: AffiliateDashboard['affiliate']): string =>
  affiliate?.status === 'suspended'
    ? 'While you are suspended nothing comes of your link.'
    : 'Share your link where people ask what you work with. The first payment stands here within the hour.';

type Day = AffiliateDashboard['days'][number];

/** With those between them on which nothing happened. */
function everyDay(days: readonly Day[]): Day[] {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const count = (Date.parse(last.day) - Date.parse(first.day)) / dayMs + 1;
  const on = new Map(days.map((one) => [one.day, one]));
  return Array.from({ length: count }, (_, i) => {
    const day = new Date(Date.parse(first.day) + i * dayMs).toISOString().slice(0, 10);
    return on.get(day) ?? { day, clicks: 0, signUps: 0 };
  });
}

const dayMs = 86_400_000;
const shortDay = (on: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(on));

const commissionColumns: Column<Commission>[] = [
  {
    title: 'Paid',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: ({ month, referralNo, paidFor }) => (
      <>
        <span className="block truncate">{monthWords(month)}</span>
        <span className="block truncate text-sm text-faint">
          Referral {referralNo}, for {paidForWords[paidFor]}
        </span>
      </>
    ),
  },
  {
    title: 'Your share',
    width: '11rem',
    align: 'end',
    cell: ({ commissionMicro, reversedMicro, reversalReason, sourceMicro, ratePpm }) => (
      <span className="sm:text-right">
        <span className="block">{dollars(commissionMicro - reversedMicro)}</span>
        <span className="block text-sm text-faint">
          {percent(ratePpm)} of {dollars(sourceMicro)}
        </span>
        {reversedMicro > 0 && reversalReason && (
          <span className="block text-sm text-faint">
            {reasonWords[reversalReason]}, of {dollars(commissionMicro)}
          </span>
        )}
      </span>
    ),
  },
  {
    title: 'State',
    width: '7rem',
    onPhone: 'corner',
    cell: ({ status }) => <Badge tone={commissionWords[status].tone}>{commissionWords[status].label}</Badge>,
  },
  {
    title: 'Clears',
    width: '8rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ clearsAt, status }) => (
      <span className="text-soft">{status === 'pending' ? <Time at={clearsAt} as="day" /> : ''}</span>
    ),
  },
];

const payoutColumns: Column<Payout>[] = [
  { title: 'Of', width: 'minmax(0,2fr)', onPhone: 'title', cell: (row) => statementWords(row) },
  {
    title: 'Taken back',
    width: '8rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ takenBackMicro }) => (
      <span className="text-soft">{takenBackMicro > 0 ? dollars(takenBackMicro) : ''}</span>
    ),
  },
  {
    title: 'Paid out',
    width: '8rem',
    align: 'end',
    cell: ({ amountMicro }) => dollars(amountMicro),
  },
  {
    title: 'State',
    width: '8rem',
    onPhone: 'corner',
    cell: ({ paidAt, method }) => (
      <Badge tone={paidAt ? 'good' : 'accent'}>
        {paidAt ? (method === 'credits' ? 'In credits' : 'Paid') : 'On its way'}
      </Badge>
    ),
  },
  {
    title: 'Table',
    width: '6rem',
    align: 'end',
    untitled: true,
    onPhone: 'line',
    cell: (row) => (
      <a
        href={`/api/me/affiliate/payouts/${row.id}/lines.csv`}
        download
        aria-label={`Table of ${statementWords(row)}`}
        className="text-accent underline decoration-current/40 underline-offset-[0.2em]"
      >
        Table
      </a>
    ),
  },
];
