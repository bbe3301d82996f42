import Check from 'lucide-react/icons/check';
import X from 'lucide-react/icons/x';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { type Pages, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import {
  type ApplicationSummary,
  applicationStatuses,
  decidedAtOnceMax,
  listApplications,
} from '../../applications/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { Chosen } from './Chosen.tsx';
import type { Decision } from './decisions.ts';
import { FilterBar, FilterMenu, FilterTabs, SearchField } from './FilterBar.tsx';
import { oneOf, useFilters } from './filters.ts';
import { focusedRow } from './focused-row.ts';
import { applicationWords, count, typeWords } from './words.ts';

const DecisionDialog = lazy(() => import('./DecisionDialog.tsx'));

const statuses = [
  // What waits for somebody is what one comes for.
  { value: '', label: 'Pending' },
  { value: 'approved', label: 'Approved' },
  { value: 'rejected', label: 'Rejected' },
  { value: 'all', label: 'All' },
];
const kinds = [
  { value: '', label: 'Creators and agencies' },
  { value: 'creator', label: 'Creators' },
  { value: 'agency', label: 'Agencies' },
  { value: 'legacy', label: 'From a system before' },
];
const types = ['creator', 'agency', 'legacy'] as const;
const none: ReadonlySet<string> = new Set();

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Applications', ApplicationsPage);

function ApplicationsPage() {
  const sifted = useFilters(['status', 'kind', 'q']);
  const query = queryOf(sifted.filters);
  const pages = usePages(listApplications, { query });
  const [chosen, setChosen] = useState(none);
  const [decision, setDecision] = useState<Decision>();
  const open = pages.items.filter(({ status }) => status === 'pending');
  const chosenRows = open.filter(({ id }) => chosen.has(id));
  const decide = (kind: Decision['kind']) => {
    // Without a choice it is about the row one is at.
    const at = focusedRow(pages.items);
    const on = chosenRows.length > 0 ? chosenRows : at?.status === 'pending' ? [at] : [];
    if (on.length > 0) setDecision({ kind, on: on.slice(0, decidedAtOnceMax) });
  };
  const decided = () => {
    setDecision(undefined);
    setChosen(none);
  };
  useActions(open.length > 0 ? decidings(decide) : []);

  return (
    <Page
      title="Applications"
      hint="Who asks to be let in. Whoever is approved gets a link to sign up by mail."
    >
      <FilterTabs name="status" label="State" choices={statuses} />
      <div className="pt-3">
        <Chosen
          what={count(chosenRows.length, 'application')}
          count={chosenRows.length}
          onClear={() => setChosen(none)}
          actions={<Steps onDecide={decide} />}
        >
          <Sifter {...sifted} />
        </Chosen>
      </div>
      <ApplicationsTable
        pages={pages}
        selection={open.length > 0 ? { chosen, change: setChosen } : undefined}
        empty={<NoApplications query={query} onClear={sifted.clear} />}
      />
      <Suspense>
        {decision && (
          <DecisionDialog decision={decision} onClose={() => setDecision(undefined)} onDone={decided} />
        )}
      </Suspense>
    </Page>
  );
}

type Sifted = ReturnType<typeof useFilters<'status' | 'kind' | 'q'>>;

function queryOf({ status: asked, kind, q }: Sifted['filters']) {
  const status = asked === 'all' ? undefined : (oneOf(applicationStatuses, asked) ?? 'pending');
  const accountType = oneOf(types, kind);
  return { ...(status && { status }), ...(accountType && { accountType }), ...(q && { q }) };
}

function Sifter({ filters, change }: Sifted) {
  return (
    <FilterBar>
      <SearchField label="Find by name or address" value={filters.q} onChange={(q) => change({ q })} />
      <FilterMenu label="Kind" choices={kinds} value={filters.kind} onChange={(kind) => change({ kind })} />
    </FilterBar>
  );
}

function Steps({ onDecide }: { onDecide: (kind: Decision['kind']) => void }) {
  return (
    <>
      <Button size="small" icon={Check} onClick={() => onDecide('approved')}>
        Approve <Kbd keys="a" />
      </Button>
      <Button size="small" icon={X} onClick={() => onDecide('rejected')}>
        Reject <Kbd keys="r" />
      </Button>
    </>
  );
}

const decidings = (decide: (kind: Decision['kind']) => void): Action[] => [
  {
    id: 'applications.approve',
    title: 'Approve the chosen applications',
    group: 'Applications',
    keys: 'a',
    icon: Check,
    keywords: ['accept', 'let in'],
    run: () => decide('approved'),
  },
  {
    id: 'applications.reject',
    title: 'Reject the chosen applications',
    group: 'Applications',
    keys: 'r',
    icon: X,
    keywords: ['refuse', 'decline'],
    run: () => decide('rejected'),
  },
];

interface ApplicationsTableProps {
  pages: Pages<ApplicationSummary>;
  selection: { chosen: ReadonlySet<string>; change: (chosen: ReadonlySet<string>) => void } | undefined;
  empty: ReactNode;
}

function ApplicationsTable({ pages, selection, empty }: ApplicationsTableProps) {
  const navigate = useNavigate();
  return (
    <Table
      label="Applications"
      columns={columns}
      pages={pages}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      onOpen={({ id }) => void navigate(paths.adminApplication({ applicationId: id }))}
      selection={selection}
      empty={empty}
    />
  );
}

const columns: Column<ApplicationSummary>[] = [
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
    title: 'As',
    width: 'minmax(0,1.5fr)',
    cell: ({ accountType, companyName, audienceSize }) => (
      <span className="block truncate text-soft">
        {[typeWords[accountType], companyName ?? audienceSize].filter(Boolean).join(', ')}
      </span>
    ),
  },
  {
    title: 'State',
    width: '6.5rem',
    cell: ({ status }) => (
      <Badge tone={applicationWords[status].tone}>{applicationWords[status].label}</Badge>
    ),
    onPhone: 'corner',
  },
  {
    title: 'Sent',
    width: '8rem',
    align: 'end',
    cell: ({ submittedAt }) => (
      <span className="text-soft">
        <Time at={submittedAt} />
      </span>
    ),
    onPhone: 'hidden',
  },
];

function NoApplications(props: { query: ReturnType<typeof queryOf>; onClear: () => void }) {
  const { status, accountType, q } = props.query;
  if (q || accountType) {
    return (
      <Empty title="Nobody matches" actions={<Button onClick={props.onClear}>Show all that wait</Button>}>
        No application has this in its name or address.
      </Empty>
    );
  }
  if (status === 'pending' || status === undefined) {
    return (
      <Empty title="Nobody is waiting">
        New applications come in through the <Link to={paths.apply()}>application form</Link>. In the{' '}
        <Link to={paths.adminSettings()}>settings</Link> you say who is told of them by mail.
      </Empty>
    );
  }
  return <Empty title={`None ${status} yet`}>What you decide about applications is kept here.</Empty>;
}
