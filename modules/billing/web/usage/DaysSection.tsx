import { BarChart } from '../../../../web/kit/charts/BarChart.tsx';
import { LineChart } from '../../../../web/kit/charts/LineChart.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { getUsageCsv, type Usage } from '../../using/contract.ts';
import { daysIn, type periodOf, seriesOf } from '../costs/period.ts';
import { TableLink } from '../TableLink.tsx';

const seriesMax = 3;
const barsMax = 10;

interface Props {
  usage: Usage;
  period: ReturnType<typeof periodOf>;
}

/** What was paid; where nothing had a price, how often something was used. */
export function DaysSection({ usage, period }: Props) {
  const workspaceId = useHere().workspace.id;
  const days = daysIn(period);
  const hasCost = usage.total.paidMicro > 0;
  const names = new Map(usage.byMeter.map(({ meter, name }) => [meter, name]));
  const rows = usage.days.map(({ day, meter, uses, paidMicro }) => ({
    ...{ day, purpose: meter, costMicro: hasCost ? paidMicro : uses },
  }));
  const series = seriesOf(days, rows, seriesMax).map(({ purpose, values }) => ({
    name: purpose === null ? 'Everything else' : (names.get(purpose) ?? purpose),
    values,
  }));
  const chart = {
    title: hasCost ? 'Paid by day' : 'Uses by day',
    labels: days.map(shortDay),
    series,
    format: hasCost ? dollars : (value: number) => value.toLocaleString('en'),
  };
  return (
    <Section
      title="Day by day"
      hint="Days are those of UTC."
      actions={<TableLink path={getUsageCsv.path.replace(':workspaceId', workspaceId)} query={period} />}
    >
      {days.length > barsMax ? <LineChart area {...chart} /> : <BarChart {...chart} />}
    </Section>
  );
}

const shortDay = (on: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(on));
