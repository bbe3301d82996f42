import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty, Failed, Loading } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { administratorsLoader, forAdministrators, useFilters } from '../../../../web/shared.ts';
import { getRevenue, type Revenue } from '../../revenue/contract.ts';
import { money } from '../money.ts';
import { count } from '../words.ts';
import { currenciesOf, type Period, periodOf, spans, sumOf } from './figures.ts';
import { HoldersSection } from './HoldersSection.tsx';
import { MonthsSection } from './MonthsSection.tsx';
import { PlansSection } from './PlansSection.tsx';

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Revenue', RevenuePage);

function RevenuePage() {
  const { filters, change } = useFilters(['time', 'currency']);
  const period = periodOf(filters.time, new Date());
  const revenue = useQuery(q(getRevenue, { query: period }));
  const currencies = currenciesOf(revenue.data?.lines ?? []);
  const currency = currencies.find((one) => one === filters.currency) ?? currencies[0];
  return (
    <Page
      title="Revenue"
      hint="What came in, what went back, and what stayed, by plan and by month. Months are those of UTC."
      actions={<ButtonLink to={paths.adminReconciliations()}>Comparisons</ButtonLink>}
    >
      <search aria-label="Revenue" className="mb-6 flex flex-wrap gap-4">
        <Select
          name="time"
          label="Time"
          placeholder={spans[0]!.label}
          className="w-52"
          options={spans}
          value={filters.time}
          onChange={(value) => change('time', value)}
        />
        {currencies.length > 1 && (
          <Select
            name="currency"
            label="Currency"
            className="w-32"
            options={currencies.map((value) => ({ value, label: value.toUpperCase() }))}
            value={currency ?? ''}
            onChange={(value) => change('currency', value)}
          />
        )}
      </search>
      {revenue.data ? (
        <Figures revenue={revenue.data} period={period} currency={currency} />
      ) : revenue.isError ? (
        <Failed error={revenue.error} again={() => void revenue.refetch()} />
      ) : (
        <Loading label="Loading the revenue" />
      )}
    </Page>
  );
}

interface FiguresProps {
  revenue: Revenue;
  period: Period;
  currency: string | undefined;
}

function Figures({ revenue, period, currency }: FiguresProps) {
  const { holders } = revenue;
  if (currency === undefined)
    return (
      <>
        <Empty
          title="Nobody paid in this time"
          actions={<ButtonLink to={paths.adminPlans()}>Look at what is for sale</ButtonLink>}
        >
          What is paid for plans and credits is added up here as soon as it comes in.
        </Empty>
        <HoldersSection holders={holders} />
      </>
    );
  const isShown = (line: { currency: string }) => line.currency === currency;
  const lines = revenue.lines.filter(isShown);
  return (
    <>
      <Headline lines={lines} currency={currency} />
      <MonthsSection months={revenue.months.filter(isShown)} period={period} currency={currency} />
      <PlansSection lines={lines} currency={currency} />
      <HoldersSection holders={holders} />
    </>
  );
}

function Headline({ lines, currency }: { lines: Revenue['lines']; currency: string }) {
  const { payments, paidMicro, returnedMicro, netMicro } = sumOf(lines);
  const facts = [
    ['Stayed', money(netMicro, currency)],
    ['Came in', money(paidMicro, currency)],
    ['Went back', money(returnedMicro, currency)],
    ['From', count(payments, 'payment')],
  ] as const;
  return (
    <dl aria-label="All of it" className="mb-8 grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-4">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="title text-xl">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
