import { BarChart } from '../../../../web/kit/charts/BarChart.tsx';
import { LineChart } from '../../../../web/kit/charts/LineChart.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { useHere } from '../../../../web/workspace.ts';
import type { AiCosts } from '../../contract.ts';
import { TableLink } from '../TableLink.tsx';
import { purposeLabel } from '../words.ts';
import { daysIn, type periodOf, seriesOf } from './period.ts';

const seriesMax = 3;
const barsMax = 10;

interface Props {
  costs: AiCosts;
  period: ReturnType<typeof periodOf>;
}

export function DaysSection({ costs, period }: Props) {
  const { workspace } = useHere();
  const days = daysIn(period);
  const series = seriesOf(days, costs.days, seriesMax).map(({ purpose, values }) => ({
    name: purpose === null ? 'Everything else' : purposeLabel(purpose),
    values,
  }));
  const chart = { title: 'Cost by day', labels: days.map(shortDay), series, format: dollars };
  return (
    <Section
      title="Day by day"
      hint="Days are those of UTC."
      actions={<TableLink path={`/w/${workspace.id}/billing/ai/costs.csv`} query={period} />}
    >
      {days.length > barsMax ? <LineChart area {...chart} /> : <BarChart {...chart} />}
    </Section>
  );
}

const shortDay = (on: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(on));
