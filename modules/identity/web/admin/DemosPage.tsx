import { useNavigate } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { type DemoRequest, demoStatuses, listDemoRequests } from '../../applications/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { FilterTabs } from './FilterBar.tsx';
import { oneOf, useFilters } from './filters.ts';
import { demoWords } from './words.ts';

const tabs = [
  { value: '', label: 'All' },
  ...demoStatuses.map((status) => ({ value: status, label: demoWords[status].label })),
];

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Demos', DemosPage);

function DemosPage() {
  const navigate = useNavigate();
  const status = oneOf(demoStatuses, useFilters(['status']).filters.status);
  const pages = usePages(listDemoRequests, { query: status ? { status } : {} });
  return (
    <Page title="Demos" hint="Who asked to be shown around, from the first word to the end.">
      <FilterTabs name="status" label="State" choices={tabs} />
      <div className="h-3" />
      <Table
        label="Demos"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate(paths.adminDemo({ demoId: id }))}
        empty={
          status && status !== 'requested' ? (
            <Empty title={`None ${status}`}>A demo comes here when its state changes.</Empty>
          ) : (
            <Empty title="Nobody has asked yet">
              People ask for a demo <Link to={paths.demo()}>on its own page</Link>. Put a link to it where
              they look for you.
            </Empty>
          )
        }
      />
    </Page>
  );
}

const columns: Column<DemoRequest>[] = [
  {
    title: 'Who',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: ({ name, email }) => (
      <>
        <span className="block truncate">{name}</span>
        <span className="block truncate text-sm text-faint">{email}</span>
      </>
    ),
  },
  {
    title: 'Company',
    width: 'minmax(0,1.25fr)',
    cell: ({ companyName, companySize }) => (
      <span className="block truncate text-soft">
        {[companyName, companySize].filter(Boolean).join(', ') || '–'}
      </span>
    ),
  },
  {
    title: 'State',
    width: '6.5rem',
    cell: ({ status }) => <Badge tone={demoWords[status].tone}>{demoWords[status].label}</Badge>,
    onPhone: 'corner',
  },
  {
    title: 'When',
    width: '9rem',
    align: 'end',
    cell: (demo) => (
      <span className="text-soft">
        <When demo={demo} />
      </span>
    ),
  },
];

/** What matters of time in this state. */
function When({ demo }: { demo: DemoRequest }) {
  const { status, scheduledFor, completedAt, cancelledAt, requestedAt } = demo;
  const at = { scheduled: scheduledFor, completed: completedAt, cancelled: cancelledAt, requested: null }[
    status
  ];
  return <Time at={at ?? requestedAt} />;
}
