import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { administratorsLoader, forAdministrators } from '../../../../web/shared.ts';
import type { PaymentProviderName } from '../../paying/contract.ts';
import { listReconciliations, type ReconciliationSummary } from '../../revenue/contract.ts';
import { lookAgainMs, useComparison, useProviders } from './comparing.ts';
import { comparedTone, comparedWords, providerNames } from './words.ts';

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Comparisons', ReconciliationsPage);

const isRunning = ({ state }: ReconciliationSummary) => state === 'running';

function ReconciliationsPage() {
  const navigate = useNavigate();
  const pages = usePages(listReconciliations);
  const providers = useProviders();
  const look = useEffectEvent(pages.again);
  const isAnyRunning = pages.items.some(isRunning);
  useEffect(() => {
    if (!isAnyRunning) return;
    const timer = setInterval(() => look(), lookAgainMs);
    return () => clearInterval(timer);
  }, [isAnyRunning]);
  const running = new Set(pages.items.filter(isRunning).map(({ provider }) => provider));
  const start = <Start providers={providers ?? []} running={running} />;
  return (
    <Page
      title="Comparisons"
      up={{ to: paths.adminRevenue(), label: 'Revenue' }}
      hint="What a provider has, held against what is here. It changes nothing."
      actions={pages.items.length > 0 && start}
    >
      <Table
        label="Comparisons"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ provider }) => `Comparison with ${providerNames[provider]}`}
        onOpen={({ id }) => void navigate(paths.adminReconciliation({ reconciliationId: id }))}
        empty={
          <Empty title="Nothing was compared yet" actions={start}>
            {providers?.length === 0
              ? 'Nobody takes payments for this installation. Once somebody does, this is where you see that all of it is here.'
              : 'Every payment and subscription of every workspace is looked at. It takes a moment for each.'}
          </Empty>
        }
      />
    </Page>
  );
}

interface StartProps {
  providers: readonly PaymentProviderName[];
  running: ReadonlySet<PaymentProviderName>;
}

function Start({ providers, running }: StartProps) {
  const { compare, isPending } = useComparison();
  return providers.map((one) => (
    <Button
      key={one}
      busy={isPending}
      disabledReason={running.has(one) ? 'One is under way.' : undefined}
      reasonShown={false}
      onClick={() => compare(one)}
    >
      Compare with {providerNames[one]}
    </Button>
  ));
}

const columns: readonly Column<ReconciliationSummary>[] = [
  {
    title: 'With',
    width: 'minmax(0,1.5fr)',
    onPhone: 'title',
    cell: ({ provider }) => providerNames[provider],
  },
  {
    title: 'Came to',
    width: '9rem',
    onPhone: 'corner',
    cell: (row) => <Badge tone={comparedTone(row)}>{comparedWords(row)}</Badge>,
  },
  {
    title: 'Customers',
    width: '8rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ customersCount }) => customersCount.toLocaleString('en'),
  },
  {
    title: 'Payments',
    width: '8rem',
    align: 'end',
    cell: ({ paymentsCount }) => (
      <>
        {paymentsCount.toLocaleString('en')}
        <span className="sm:sr-only"> {paymentsCount === 1 ? 'payment' : 'payments'}</span>
      </>
    ),
  },
  {
    title: 'Begun',
    width: '8rem',
    align: 'end',
    cell: ({ startedAt }) => (
      <span className="text-soft">
        <Time at={startedAt} />
      </span>
    ),
  },
];
