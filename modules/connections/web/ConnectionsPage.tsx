import Plug from 'lucide-react/icons/plug';
import { lazy, Suspense, useState } from 'react';
import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import { useActions } from '../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/Button.tsx';
import { Page } from '../../../web/kit/Page.tsx';
import { Select } from '../../../web/kit/Select.tsx';
import { Empty, ReadOnlyNote, Refused } from '../../../web/kit/states.tsx';
import { Table } from '../../../web/kit/Table.tsx';
import { paths } from '../../../web/paths.ts';
import { useFilters, useLocationNames } from '../../../web/shared.ts';
import { useHere } from '../../../web/workspace.ts';
import { type AccountSummary, accountStates, listAccounts } from '../accounts/contract.ts';
import { platformNames } from '../platforms/contract.ts';
import { accountColumns } from './account-columns.tsx';
import { PlatformMark } from './PlatformMark.tsx';
import { useWhyNotMay } from './rights.ts';
import { useBeginWay, wishAgain } from './ways.ts';
import { platformBrings, platformLabel, stateLabels } from './words.ts';

const ConnectDialog = lazy(() => import('./ConnectDialog.tsx'));

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listAccounts.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listAccounts, { params: ask, query: {} }));
  return null;
}

export default function ConnectionsPage() {
  const [isConnecting, setConnecting] = useState(false);
  const whyNotSee = useWhyNotMay('connections.see', 'see its connected accounts');
  const whyNot = useWhyNotMay('connections.connect', 'connect accounts');
  const connect = () => setConnecting(true);
  useActions(
    whyNot
      ? []
      : [
          {
            id: 'connections.connect',
            title: 'Connect an account',
            group: 'Connections',
            keys: 'c',
            icon: Plug,
            keywords: ['add', 'new', 'link', ...platformNames.map(platformLabel)],
            run: connect,
          },
        ],
  );
  return (
    <Page
      title="Accounts"
      hint="Where your customers are. What they write comes in here, and what you answer goes out."
      actions={
        <Button look="primary" icon={Plug} onClick={connect} disabledReason={whyNot} reasonShown={false}>
          Connect an account
        </Button>
      }
    >
      {whyNotSee ? (
        <Refused>{whyNotSee}</Refused>
      ) : (
        <>
          {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
          <Accounts onConnect={connect} whyNot={whyNot} />
        </>
      )}
      <Suspense>{isConnecting && <ConnectDialog onClose={() => setConnecting(false)} />}</Suspense>
    </Page>
  );
}

interface AccountsProps {
  onConnect: () => void;
  whyNot: string | undefined;
}

function Accounts({ onConnect, whyNot }: AccountsProps) {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const sifting = useFilters(['platform', 'state']);
  const places = useLocationNames();
  const way = useBeginWay(workspaceId, 'The way to the platform could not be begun');
  const platform = platformNames.find((name) => name === sifting.filters.platform);
  const state = accountStates.find((name) => name === sifting.filters.state);
  const pages = usePages(listAccounts, {
    params: { workspaceId },
    query: { ...(platform && { platform }), ...(state && { state }) },
  });
  const hasNone = pages.state === 'loaded' && pages.items.length === 0 && !sifting.any;
  const again = whyNot ? undefined : (account: AccountSummary) => way.begin(wishAgain(account));
  return (
    <>
      {!hasNone && <AccountFilters sifting={sifting} />}
      <Table
        label="Accounts"
        columns={accountColumns({ nameOf: places.nameOf, again, isLeaving: way.isPending })}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ displayName }) => displayName}
        onOpen={({ id }) => void navigate(paths.connection({ workspaceId, accountId: id }))}
        empty={
          sifting.any ? (
            <NoneLikeThat onClear={sifting.clear} />
          ) : (
            <NoAccounts onConnect={onConnect} whyNot={whyNot} />
          )
        }
      />
    </>
  );
}

const platformOptions = [
  { value: '', label: 'Every platform' },
  ...platformNames.map((name) => ({ value: name, label: platformLabel(name) })),
];
const stateOptions = [
  { value: '', label: 'All that are not disconnected' },
  ...accountStates.map((name) => ({ value: name, label: stateLabels[name] })),
];

function AccountFilters({ sifting }: { sifting: ReturnType<typeof useFilters<'platform' | 'state'>> }) {
  return (
    <search aria-label="Accounts" className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-[11rem_17rem]">
      <Select
        name="platform"
        label="Platform"
        placeholder="Every platform"
        options={platformOptions}
        value={sifting.filters.platform}
        onChange={(value) => sifting.change('platform', value)}
      />
      <Select
        name="state"
        label="State"
        placeholder="All that are not disconnected"
        options={stateOptions}
        value={sifting.filters.state}
        onChange={(value) => sifting.change('state', value)}
      />
    </search>
  );
}

const NoneLikeThat = ({ onClear }: { onClear: () => void }) => (
  <Empty title="No account like that" actions={<Button onClick={onClear}>Show all accounts</Button>}>
    None of this platform is in this state.
  </Empty>
);

function NoAccounts({ onConnect, whyNot }: AccountsProps) {
  return (
    <Empty
      title="No account is connected yet"
      actions={
        !whyNot && (
          <Button look="primary" icon={Plug} onClick={onConnect}>
            Connect the first account
          </Button>
        )
      }
    >
      <p>
        Connect where your customers write to you. From then on every message and comment comes in here, and
        everything published there is known here.
      </p>
      <ul className="mt-6 grid gap-3 text-left">
        {platformNames.map((name) => (
          <li key={name} className="flex items-center gap-3">
            <PlatformMark platform={name} size="small" />
            <span className="text-sm">
              <span className="font-[550] text-ink">{platformLabel(name)}</span> {platformBrings(name)}
            </span>
          </li>
        ))}
      </ul>
    </Empty>
  );
}
