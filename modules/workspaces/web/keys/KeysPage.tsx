import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty, Refused } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type ApiKey, type KeyStatus, keyStatuses, listKeys } from '../../contract.ts';
import { mayIn, readRights, useWhyNotMay } from '../rights.ts';
import { useFilters } from '../useFilters.ts';
import { count, sentence } from '../words.ts';
import { RenameKeyDialog, RevokeKeyDialog } from './KeyDialogs.tsx';

const NewKeyDialog = lazy(() => import('./NewKeyDialog.tsx'));

export async function loader({ params }: LoaderFunctionArgs) {
  const rights = await readRights(params);
  if (rights && mayIn(rights, 'workspaces.manage_keys')) {
    void queryClient.prefetchInfiniteQuery(
      pagesOf(listKeys, { params: { workspaceId: rights.id }, query: {} }),
    );
  }
  return null;
}

export default function KeysPage() {
  const [isMaking, setMaking] = useState(false);
  const whyNot = useWhyNotMay('workspaces.manage_keys', 'see or make API keys');
  const make = () => setMaking(true);
  useActions(
    whyNot
      ? []
      : [
          {
            id: 'keys.make',
            title: 'Make an API key',
            group: 'API keys',
            keys: 'c',
            icon: Plus,
            keywords: ['new', 'token', 'create'],
            run: make,
          },
        ],
  );
  return (
    <Page
      title="API keys"
      hint="For programs that work here in somebody’s name. A key may do what its maker may, and of that only what it was made for."
      actions={
        <Button look="primary" icon={Plus} onClick={make} disabledReason={whyNot} reasonShown={false}>
          Make key
        </Button>
      }
    >
      {whyNot ? <Refused>{whyNot}</Refused> : <KeysList onMake={make} />}
      <Suspense>{isMaking && <NewKeyDialog onClose={() => setMaking(false)} />}</Suspense>
    </Page>
  );
}

const statuses = [
  { value: '', label: 'All of them' },
  ...keyStatuses.map((status) => ({ value: status, label: sentence(status) })),
];

function KeysList({ onMake }: { onMake: () => void }) {
  const workspaceId = useHere().workspace.id;
  const { filters, change, any } = useFilters(['status']);
  const [asked, setAsked] = useState<{ step: 'rename' | 'revoke'; key: ApiKey }>();
  const status = keyStatuses.find((one) => one === filters.status) satisfies KeyStatus | undefined;
  const pages = usePages(listKeys, { params: { workspaceId }, query: status ? { status } : {} });
  const hasNone = pages.state === 'loaded' && pages.items.length === 0 && !any;
  const done = () => setAsked(undefined);
  return (
    <>
      {!hasNone && (
        <Select
          name="status"
          label="Show"
          options={statuses}
          value={filters.status}
          placeholder="All of them"
          onChange={(value) => change('status', value)}
          className="mb-4 w-full sm:w-48"
        />
      )}
      <Table
        label="API keys"
        columns={columnsOf((step, key) => setAsked({ step, key }))}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        empty={<NoKeys any={any} onMake={onMake} />}
      />
      {asked?.step === 'rename' && <RenameKeyDialog apiKey={asked.key} onClose={done} />}
      {asked?.step === 'revoke' && <RevokeKeyDialog apiKey={asked.key} onClose={done} />}
    </>
  );
}

function NoKeys({ any, onMake }: { any: boolean; onMake: () => void }) {
  return (
    <Empty
      title={any ? 'No such keys' : 'No API keys yet'}
      actions={
        !any && (
          <Button look="primary" icon={Plus} onClick={onMake}>
            Make the first key
          </Button>
        )
      }
    >
      With a key, a program reads and changes what you allow it to: a shop, a website, a script of your own.
    </Empty>
  );
}

const tones = { live: 'good', expired: 'warn', revoked: 'quiet' } as const;
const dim = (text: ReactNode) => <span className="text-soft">{text}</span>;

const columnsOf = (ask: (step: 'rename' | 'revoke', key: ApiKey) => void): Column<ApiKey>[] => [
  {
    title: 'Name',
    width: 'minmax(0,2.2fr)',
    cell: ({ name, hint, permissions }) => (
      <>
        <span className="block truncate">{name}</span>
        <span className="block truncate text-sm text-faint">
          <code className="font-mono text-xs">…{hint}</code> · {count(permissions.length, 'permission')}
        </span>
      </>
    ),
    onPhone: 'title',
  },
  {
    title: 'Made by',
    width: 'minmax(0,1.4fr)',
    cell: ({ madeBy }) => (
      <span className="block truncate text-soft">{madeBy.name ?? 'Somebody who left'}</span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'Last used',
    width: '8rem',
    align: 'end',
    cell: ({ lastUsedAt }) => dim(lastUsedAt ? <Time at={lastUsedAt} /> : 'Never'),
    onPhone: 'line',
  },
  {
    title: 'Ends',
    width: '7.5rem',
    align: 'end',
    cell: ({ expiresAt }) => dim(expiresAt ? <Time at={expiresAt} as="day" /> : 'Never'),
    onPhone: 'hidden',
  },
  {
    title: 'State',
    width: '5.5rem',
    cell: ({ status }) => <Badge tone={tones[status]}>{sentence(status)}</Badge>,
    onPhone: 'line',
  },
  {
    title: 'Actions',
    untitled: true,
    width: '3rem',
    align: 'end',
    cell: (row) => <RowMenu row={row} ask={ask} />,
    onPhone: 'corner',
  },
];

function RowMenu({ row, ask }: { row: ApiKey; ask: (step: 'rename' | 'revoke', key: ApiKey) => void }) {
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={`Actions for ${row.name}`} size="small" />}
      items={[
        { label: 'Give another name', icon: Pencil, onSelect: () => ask('rename', row) },
        {
          label: 'Revoke',
          icon: X,
          danger: true,
          apart: true,
          onSelect: () => ask('revoke', row),
          disabledReason: row.status === 'revoked' ? 'It is revoked already.' : undefined,
        },
      ]}
    />
  );
}
