import { useInfiniteQuery } from '@tanstack/react-query';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Plus from 'lucide-react/icons/plus';
import Unlink from 'lucide-react/icons/unlink';
import { useState } from 'react';
import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Empty, Refused } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type ChildWorkspace, deleteChild, listChildren } from '../../contract.ts';
import { mayIn, readRights, useWhyNotMay } from '../rights.ts';
import { count, kindLabel } from '../words.ts';
import { AddChildDialog } from './AddChildDialog.tsx';

export async function loader({ params }: LoaderFunctionArgs) {
  const rights = await readRights(params);
  if (rights && mayIn(rights, 'workspaces.manage_children')) {
    void queryClient.prefetchInfiniteQuery(pagesOf(listChildren, { params: { workspaceId: rights.id } }));
  }
  return null;
}

/** A holding's overview: what stands under it, with its figures and the sum of all. */
export default function ChildrenPage() {
  const { workspace } = useHere();
  const whyNot = useWhyNotMay('workspaces.manage_children', 'see the workspaces under it');
  const up = { to: paths.workspaceSettings({ workspaceId: workspace.id }), label: 'Settings' };
  if (!whyNot && workspace.kind === 'holding') return <Children up={up} />;
  return (
    <Page title="Workspaces under it" up={up}>
      {whyNot ? (
        <Refused>{whyNot}</Refused>
      ) : (
        <Empty title="This is no holding">
          Only a holding stands above other workspaces. Make one on the page of all workspaces.
        </Empty>
      )}
    </Page>
  );
}

function Children({ up }: { up: { to: string; label: string } }) {
  const { workspace } = useHere();
  const navigate = useNavigate();
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<ChildWorkspace>();
  const pages = usePages(listChildren, { params: { workspaceId: workspace.id } });
  const add = () => setAdding(true);
  useActions([
    { id: 'children.add', title: 'Add a workspace', group: 'Holding', keys: 'c', icon: Plus, run: add },
  ]);
  return (
    <Page
      title={`Under ${workspace.name}`}
      hint="You see their figures; to see what is in one, you need a place in it."
      up={up}
      actions={
        <Button look="primary" icon={Plus} onClick={add}>
          Add workspace
        </Button>
      }
    >
      <Totals />
      <Table
        label="Workspaces under it"
        columns={columnsOf(setLeaving)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate(paths.workspace({ workspaceId: id }))}
        empty={
          <Empty
            title="Nothing stands under it yet"
            actions={
              <Button look="primary" icon={Plus} onClick={add}>
                Add the first workspace
              </Button>
            }
          >
            Put workspaces you own under this holding, and see the figures of all of them in one place.
          </Empty>
        }
      />
      {isAdding && <AddChildDialog onClose={() => setAdding(false)} />}
      {leaving && <LetGoDialog child={leaving} onClose={() => setLeaving(undefined)} />}
    </Page>
  );
}

/** The sum of all, which comes with every page of the list. */
function Totals() {
  const workspaceId = useHere().workspace.id;
  const { data } = useInfiniteQuery(pagesOf(listChildren, { params: { workspaceId } }));
  const totals = (data?.pages[0] as { totals?: Record<string, number> } | undefined)?.totals;
  if (!totals || totals.childrenCount === 0) return null;
  const figures = [
    ['Workspaces', totals.childrenCount],
    ['Members', totals.membersCount],
    ['Locations', totals.locationsCount],
  ] as const;
  return (
    <dl className="mb-6 grid grid-cols-3 gap-6 border-b border-line pt-2 pb-6">
      {figures.map(([name, figure]) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="label">{name}</dt>
          <dd className="title text-2xl">{figure?.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}

const columnsOf = (onLetGo: (child: ChildWorkspace) => void): Column<ChildWorkspace>[] => [
  {
    title: 'Name',
    width: 'minmax(0,3fr)',
    cell: ({ name }) => <span className="block truncate">{name}</span>,
    onPhone: 'title',
  },
  { title: 'Kind', width: '7rem', cell: ({ kind }) => <Badge>{kindLabel(kind)}</Badge>, onPhone: 'line' },
  {
    title: 'Members',
    width: '6rem',
    align: 'end',
    cell: ({ membersCount }) => <Figure figure={membersCount} of="member" />,
    onPhone: 'line',
  },
  {
    title: 'Locations',
    width: '6rem',
    align: 'end',
    cell: ({ locationsCount }) => <Figure figure={locationsCount} of="location" />,
    onPhone: 'line',
  },
  {
    title: 'Actions',
    untitled: true,
    width: '3rem',
    align: 'end',
    cell: (child) => (
      <Menu
        trigger={<IconButton icon={Ellipsis} label={`Actions for ${child.name}`} size="small" />}
        items={[{ label: 'Let it go', icon: Unlink, onSelect: () => onLetGo(child) }]}
      />
    ),
    onPhone: 'corner',
  },
];

/** On a phone there is no heading above it. */
const Figure = ({ figure, of }: { figure: number; of: string }) => (
  <>
    <span className="max-sm:hidden">{figure.toLocaleString('en')}</span>
    <span className="sm:hidden">{count(figure, of)}</span>
  </>
);

/** Asks first: to come back, its own owner has to put it here again. */
function LetGoDialog({ child, onClose }: { child: ChildWorkspace; onClose: () => void }) {
  const { workspace } = useHere();
  const { send, isPending } = useSend(deleteChild, {
    stale: [[listChildren.path]],
    failureTitle: `${child.name} is still here`,
    onReply: () => {
      toast({ title: `${child.name} stands on its own` });
      onClose();
    },
  });
  return (
    <AlertDialog
      open
      title={`Let ${child.name} go?`}
      body={`It stays what it is, and ${workspace.name} does not see its figures any more. Only its own owner can put it back.`}
      confirm="Let it go"
      busy={isPending}
      onConfirm={() => send({ params: { workspaceId: workspace.id, childId: child.id } })}
      onCancel={onClose}
    />
  );
}
