import { useNavigate } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import {
  administratorsLoader,
  FilterBar,
  forAdministrators,
  SearchField,
  useFilters,
} from '../../../../web/shared.ts';
import { listWallets, type WalletSummary } from '../../administering/contract.ts';

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Wallets', WalletsPage);

function WalletsPage() {
  const navigate = useNavigate();
  const { filters, change, clear } = useFilters(['q']);
  const pages = usePages(listWallets, { query: filters.q ? { q: filters.q } : {} });
  return (
    <Page title="Wallets" hint="What each workspace has to spend, and on which plan.">
      <FilterBar>
        <SearchField label="Find by name or address" value={filters.q} onChange={(q) => change('q', q)} />
      </FilterBar>
      <Table
        label="Wallets"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate(paths.adminWallet({ workspaceId: id }))}
        empty={
          <Empty title="No such workspace" actions={<Button onClick={clear}>Show all</Button>}>
            None is called like that.
          </Empty>
        }
      />
    </Page>
  );
}

const columns: Column<WalletSummary>[] = [
  {
    title: 'Workspace',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: ({ name, slug }) => (
      <span className="min-w-0">
        <span className="block truncate">{name}</span>
        <span className="block truncate font-mono text-xs text-faint">{slug}</span>
      </span>
    ),
  },
  {
    title: 'Plan',
    width: 'minmax(0,1fr)',
    onPhone: 'line',
    cell: ({ plan, unlimitedSince }) => (
      <span className="flex flex-wrap gap-x-2">
        {plan.name}
        {unlimitedSince && <Badge tone="accent">Unlimited</Badge>}
      </span>
    ),
  },
  {
    title: 'Last moved',
    width: '8rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ movedAt }) => <span className="text-soft">{movedAt ? <Time at={movedAt} /> : 'Never'}</span>,
  },
  {
    title: 'Bought',
    width: '6rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ paygMicro }) => (
      <span className="text-soft">{paygMicro === null ? '–' : dollars(paygMicro)}</span>
    ),
  },
  {
    title: 'To spend',
    width: '7rem',
    align: 'end',
    onPhone: 'corner',
    cell: ({ spendableMicro, owedMicro }) => (
      <span className="flex flex-col items-end">
        {spendableMicro === null ? '–' : dollars(spendableMicro)}
        {owedMicro !== null && owedMicro > 0 && (
          <span className="text-sm text-warn">{dollars(owedMicro)} owed</span>
        )}
      </span>
    ),
  },
];
