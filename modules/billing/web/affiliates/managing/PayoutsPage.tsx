import { lazy, Suspense, useState } from 'react';
import { usePages } from '../../../../../web/kit/api.ts';
import { Badge } from '../../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../../web/kit/dollars.ts';
import { Page } from '../../../../../web/kit/Page.tsx';
import { Empty } from '../../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../../web/kit/Table.tsx';
import { Time } from '../../../../../web/kit/time.tsx';
import { paths } from '../../../../../web/paths.ts';
import {
  administratorsLoader,
  FilterTabs,
  forAdministrators,
  useFilters,
} from '../../../../../web/shared.ts';
import { listAffiliatePayouts, type ManagedPayout } from '../../../contract.ts';
import { statementWords } from '../words.ts';

const StatementDialog = lazy(() => import('./StatementDialog.tsx'));

const parts = [
  { value: '', label: 'To pay' },
  { value: 'all', label: 'All' },
];

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Affiliate statements', PayoutsPage);

function PayoutsPage() {
  const { filters } = useFilters(['which']);
  const isAll = filters.which === 'all';
  const pages = usePages(listAffiliatePayouts, { query: isAll ? {} : { due: true } });
  const [open, setOpen] = useState<ManagedPayout>();
  return (
    <Page
      title="Affiliate statements"
      up={{ to: paths.adminAffiliates(), label: 'Affiliates' }}
      hint="Credits are paid at once. What is paid as money waits here until somebody has sent it."
    >
      <FilterTabs name="which" label="Which" choices={parts} />
      <Table
        label="Statements"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={(row) => `${row.name}, ${statementWords(row)}`}
        onOpen={setOpen}
        empty={
          isAll ? (
            <Empty title="No statement yet">They are made at the beginning of each month.</Empty>
          ) : (
            <Empty title="Nothing waits to be paid">Statements in credits are paid by themselves.</Empty>
          )
        }
      />
      <Suspense>{open && <StatementDialog payout={open} onClose={() => setOpen(undefined)} />}</Suspense>
    </Page>
  );
}

const columns: Column<ManagedPayout>[] = [
  {
    title: 'Who',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: ({ name, payoutEmail, email }) => (
      <span className="min-w-0">
        <span className="block truncate">{name}</span>
        <span className="block truncate text-sm text-faint">{payoutEmail ?? email}</span>
      </span>
    ),
  },
  {
    title: 'Of',
    width: '10rem',
    cell: (row) => <span className="text-soft">{statementWords(row)}</span>,
  },
  { title: 'Amount', width: '8rem', align: 'end', cell: ({ amountMicro }) => dollars(amountMicro) },
  {
    title: 'State',
    width: '7rem',
    onPhone: 'corner',
    cell: ({ paidAt, method }) => (
      <Badge tone={paidAt ? 'good' : 'accent'}>
        {paidAt ? (method === 'credits' ? 'In credits' : 'Paid') : 'To pay'}
      </Badge>
    ),
  },
  {
    title: 'Made',
    width: '8rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ createdAt }) => (
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
    ),
  },
];
