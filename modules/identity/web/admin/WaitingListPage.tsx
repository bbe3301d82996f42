import KeyRound from 'lucide-react/icons/key-round';
import { lazy, Suspense, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { decidedAtOnceMax, listWaitingList, type WaitingPerson } from '../../applications/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { Chosen } from './Chosen.tsx';
import { FilterBar, SearchField } from './FilterBar.tsx';
import { useFilters } from './filters.ts';
import { focusedRow } from './focused-row.ts';
import { count } from './words.ts';

const EarlyAccessDialog = lazy(() => import('./EarlyAccessDialog.tsx'));
const none: ReadonlySet<string> = new Set();

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Waiting list', WaitingListPage);

function WaitingListPage() {
  const { filters, change, clear } = useFilters(['q']);
  const pages = usePages(listWaitingList, { query: filters.q ? { q: filters.q } : {} });
  const [chosen, setChosen] = useState(none);
  const [granting, setGranting] = useState<readonly WaitingPerson[]>([]);
  const waiting = pages.items.filter(isWaiting);
  const chosenRows = waiting.filter(({ email }) => chosen.has(email));
  const grant = () => {
    const at = focusedRow(pages.items);
    const on = chosenRows.length > 0 ? chosenRows : at && isWaiting(at) ? [at] : [];
    setGranting(on.slice(0, decidedAtOnceMax));
  };
  const granted = () => {
    setGranting([]);
    setChosen(none);
  };
  const early = { id: 'waiting.grant', title: 'Give early access', group: 'Waiting list' };
  useActions(waiting.length > 0 ? [{ ...early, keys: 'a', icon: KeyRound, run: grant }] : []);
  return (
    <Page
      title="Waiting list"
      hint="Who wants to be there at the launch. You can let some in before everybody else."
    >
      <Chosen
        what={count(chosenRows.length, 'person', 'people')}
        count={chosenRows.length}
        onClear={() => setChosen(none)}
        actions={
          <Button size="small" icon={KeyRound} onClick={grant}>
            Give early access <Kbd keys="a" />
          </Button>
        }
      >
        <FilterBar>
          <SearchField label="Find by name or address" value={filters.q} onChange={(q) => change({ q })} />
        </FilterBar>
      </Chosen>
      <Table
        label="Waiting list"
        columns={columns}
        pages={pages}
        rowId={({ email }) => email}
        rowName={({ name, email }) => name ?? email}
        selection={waiting.length > 0 ? { chosen, change: setChosen } : undefined}
        empty={<Nobody isSifted={filters.q !== ''} onClear={clear} />}
      />
      <Suspense>
        {granting.length > 0 && (
          <EarlyAccessDialog people={granting} onDone={granted} onClose={() => setGranting([])} />
        )}
      </Suspense>
    </Page>
  );
}

const isWaiting = ({ earlyAccessGrantedAt, hasAccount }: WaitingPerson) =>
  earlyAccessGrantedAt === null && !hasAccount;

const columns: Column<WaitingPerson>[] = [
  {
    title: 'Who',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: ({ name, email }) => (
      <>
        <span className="block truncate">{name ?? email}</span>
        {name && <span className="block truncate text-sm text-faint">{email}</span>}
      </>
    ),
  },
  {
    title: 'Came by',
    width: 'minmax(0,1fr)',
    cell: ({ source }) => <span className="block truncate text-soft">{source ?? '–'}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'State',
    width: '8.5rem',
    onPhone: 'corner',
    cell: ({ earlyAccessGrantedAt, earlyAccessGrantedBy, hasAccount }) =>
      hasAccount ? (
        <Badge tone="good">Has an account</Badge>
      ) : earlyAccessGrantedAt ? (
        <span title={earlyAccessGrantedBy ? `Given by ${earlyAccessGrantedBy.name}` : undefined}>
          <Badge tone="accent">Early access</Badge>
        </span>
      ) : (
        <Badge>Waiting</Badge>
      ),
  },
  {
    title: 'Joined',
    width: '8rem',
    align: 'end',
    cell: ({ joinedAt }) => (
      <span className="text-soft">
        <Time at={joinedAt} />
      </span>
    ),
  },
];

function Nobody({ isSifted, onClear }: { isSifted: boolean; onClear: () => void }) {
  if (isSifted) {
    return (
      <Empty title="Nobody matches" actions={<Button onClick={onClear}>Show everybody</Button>}>
        Nobody on the list has this in their name or address.
      </Empty>
    );
  }
  return (
    <Empty title="Nobody is waiting">
      People put themselves on it <Link to={paths.waitingList()}>on its own page</Link>. With a date of launch
      in the <Link to={paths.adminSettings()}>settings</Link>, they are told as it comes near.
    </Empty>
  );
}
