import { useNavigate } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { type AccountSummary, accountStates, listAccounts } from '../../administration/contract.ts';
import { AccountBadges } from './AccountBadges.tsx';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { FilterBar, FilterMenu, SearchField } from './FilterBar.tsx';
import { oneOf, useFilters } from './filters.ts';

const states = [
  { value: '', label: 'In any state' },
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
  { value: 'deleted', label: 'Deleted' },
];
const parts = [
  { value: '', label: 'Everybody' },
  { value: 'administrators', label: 'Administrators' },
];

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('People', PeoplePage);

function PeoplePage() {
  const navigate = useNavigate();
  const { filters, change, clear } = useFilters(['q', 'state', 'who']);
  const status = oneOf(accountStates, filters.state);
  const pages = usePages(listAccounts, {
    query: {
      ...(filters.q && { q: filters.q }),
      ...(status && { status }),
      ...(filters.who === 'administrators' && { administrators: true }),
    },
  });
  return (
    <Page title="People" hint="Everybody with an account on this installation.">
      <FilterBar>
        <SearchField label="Find by name or address" value={filters.q} onChange={(q) => change({ q })} />
        <FilterMenu
          label="State"
          choices={states}
          value={filters.state}
          onChange={(state) => change({ state })}
        />
        <FilterMenu label="Who" choices={parts} value={filters.who} onChange={(who) => change({ who })} />
      </FilterBar>
      <Table
        label="People"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate(paths.adminPerson({ userId: id }))}
        empty={
          <Empty title="Nobody matches" actions={<Button onClick={clear}>Show everybody</Button>}>
            Nobody with an account is like that.
          </Empty>
        }
      />
    </Page>
  );
}

const columns: Column<AccountSummary>[] = [
  {
    title: 'Who',
    width: 'minmax(0,2.5fr)',
    onPhone: 'title',
    cell: ({ name, email }) => (
      <span className="flex min-w-0 items-center gap-3">
        <Avatar name={name} />
        <span className="min-w-0">
          <span className="block truncate">{name}</span>
          <span className="block truncate text-sm text-faint">{email}</span>
        </span>
      </span>
    ),
  },
  {
    title: 'State',
    width: '11rem',
    cell: (row) => <AccountBadges account={row} />,
  },
  {
    title: 'Last signed in',
    width: '8.5rem',
    align: 'end',
    cell: ({ lastSignedInAt }) => (
      <span className="text-soft">{lastSignedInAt ? <Time at={lastSignedInAt} /> : 'Never'}</span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'Joined',
    width: '8.5rem',
    align: 'end',
    cell: ({ createdAt }) => (
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
    ),
  },
];
