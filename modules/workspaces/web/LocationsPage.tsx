import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import { type ReactNode, useState } from 'react';
import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import { type Action, useActions } from '../../../web/kit/actions.ts';
import { type Pages, pagesOf, queryClient, usePages } from '../../../web/kit/api.ts';
import { Button, IconButton } from '../../../web/kit/Button.tsx';
import { Kbd } from '../../../web/kit/Kbd.tsx';
import { Menu } from '../../../web/kit/Menu.tsx';
import { Page } from '../../../web/kit/Page.tsx';
import { Empty, ReadOnlyNote } from '../../../web/kit/states.tsx';
import { type Column, Table } from '../../../web/kit/Table.tsx';
import { ClockAt, Time } from '../../../web/kit/time.tsx';
import { paths } from '../../../web/paths.ts';
import { useHere } from '../../../web/workspace.ts';
import { type Location, listLocations } from '../contract.ts';
import { draftOf, newDraft, useCloseLocations, useReopenLocation, useWhyNotManage } from './locations.ts';
import { useFilters } from './useFilters.ts';
import { useLocationEditor } from './useLocationEditor.tsx';
import { zoneLabel } from './words.ts';

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listLocations.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listLocations, { params: ask }));
  return null;
}

const none: ReadonlySet<string> = new Set();

export default function LocationsPage() {
  const { workspace } = useHere();
  const { filters, change } = useFilters(['show']);
  const isClosed = filters.show === 'closed';
  const pages = usePages(listLocations, {
    params: { workspaceId: workspace.id },
    ...(isClosed && { query: { closed: true } }),
  });
  const whyNot = useWhyNotManage();
  const close = useCloseLocations();
  const editor = useLocationEditor();
  const [chosen, setChosen] = useState(none);

  const add = () => editor.edit(newDraft());
  const chosenRows = isClosed ? [] : pages.items.filter(({ id }) => chosen.has(id));
  const closeChosen = () => {
    setChosen(none);
    void close(chosenRows);
  };
  useActions(whyNot ? [] : chosenRows.length > 0 ? [adding(add), closing(closeChosen)] : [adding(add)]);

  return (
    <Page
      title="Locations"
      hint="The places of the business, each with its own clock."
      actions={
        <Button look="primary" icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
          Add location
        </Button>
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <Chosen count={chosenRows.length} onClose={closeChosen} onClear={() => setChosen(none)} />
        <OpenOrClosed isClosed={isClosed} onChange={(show) => change('show', show)} />
      </div>
      <LocationsTable
        pages={pages}
        isClosed={isClosed}
        whyNot={whyNot}
        selection={whyNot || isClosed ? undefined : { chosen, change: setChosen }}
        onEdit={(row) => editor.edit(draftOf(row))}
        onClose={(row) => void close([row])}
        onAdd={add}
      />
      {editor.form}
    </Page>
  );
}

const adding = (run: () => void): Action => ({
  id: 'locations.add',
  title: 'Add a location',
  group: 'Locations',
  keys: 'c',
  icon: Plus,
  keywords: ['new', 'create'],
  run,
});
const closing = (run: () => void): Action => ({
  id: 'locations.close',
  title: 'Close the chosen locations',
  group: 'Locations',
  keys: 'e',
  icon: Archive,
  run,
});

interface LocationsTableProps {
  pages: Pages<Location>;
  isClosed: boolean;
  whyNot: string | undefined;
  selection: { chosen: ReadonlySet<string>; change: (chosen: ReadonlySet<string>) => void } | undefined;
  onEdit: (row: Location) => void;
  onClose: (row: Location) => void;
  onAdd: () => void;
}

function LocationsTable(props: LocationsTableProps) {
  const { pages, isClosed, whyNot, selection, onEdit, onClose, onAdd } = props;
  const navigate = useNavigate();
  const workspaceId = useHere().workspace.id;
  const columns = columnsOf((row) => (
    <RowMenu row={row} whyNot={whyNot} onEdit={() => onEdit(row)} onClose={() => onClose(row)} />
  ));
  return (
    <Table
      label="Locations"
      columns={columns}
      pages={pages}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      onOpen={({ id }) => void navigate(paths.location({ workspaceId, locationId: id }))}
      selection={selection}
      empty={isClosed ? <NoneClosed /> : <NoLocations onAdd={onAdd} whyNot={whyNot} />}
    />
  );
}

const columnsOf = (menu: (row: Location) => ReactNode): Column<Location>[] => [
  {
    title: 'Name',
    width: 'minmax(0,2fr)',
    cell: ({ name }) => <span className="block truncate">{name}</span>,
    onPhone: 'title',
  },
  {
    title: 'Time zone',
    width: 'minmax(0,1.5fr)',
    cell: ({ timezone }) => <span className="text-soft">{zoneLabel(timezone)}</span>,
  },
  {
    title: 'Its clock',
    width: '6rem',
    align: 'end',
    cell: ({ timezone }) => <ClockAt zone={timezone} />,
    onPhone: 'line',
  },
  {
    title: 'Added',
    width: '9rem',
    align: 'end',
    cell: ({ createdAt }) => (
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
    ),
    onPhone: 'hidden',
  },
  { title: 'Actions', untitled: true, width: '3rem', align: 'end', cell: menu, onPhone: 'corner' },
];

interface RowMenuProps {
  row: Location;
  whyNot: string | undefined;
  onEdit: () => void;
  onClose: () => void;
}

/** A closed one can only be opened again. */
function RowMenu({ row, whyNot, onEdit, onClose }: RowMenuProps) {
  const reopen = useReopenLocation();
  const reopening = {
    label: 'Reopen',
    icon: ArchiveRestore,
    onSelect: () => reopen(row),
    disabledReason: whyNot,
  };
  const trigger = <IconButton icon={Ellipsis} label={`Actions for ${row.name}`} size="small" />;
  if (row.closedAt) return <Menu trigger={trigger} items={[reopening]} />;
  return (
    <Menu
      trigger={trigger}
      items={[
        { label: 'Change', icon: Pencil, onSelect: onEdit, disabledReason: whyNot },
        { label: 'Close', icon: Archive, onSelect: onClose, disabledReason: whyNot, apart: true },
      ]}
    />
  );
}

function NoLocations({ onAdd, whyNot }: { onAdd: () => void; whyNot: string | undefined }) {
  return (
    <Empty
      title="No locations yet"
      actions={
        !whyNot && (
          <Button look="primary" icon={Plus} onClick={onAdd}>
            Add the first location
          </Button>
        )
      }
    >
      Opening hours, planned posts and reports follow a location’s clock. Begin with the place where most
      customers come.
    </Empty>
  );
}

const NoneClosed = () => (
  <Empty title="No closed locations">A location that is closed leaves the list and waits here.</Empty>
);

interface OpenOrClosedProps {
  isClosed: boolean;
  onChange: (show: string) => void;
}

function OpenOrClosed({ isClosed, onChange }: OpenOrClosedProps) {
  return (
    <fieldset aria-label="Which locations" className="flex gap-1">
      <Button
        size="small"
        look={isClosed ? 'quiet' : 'plain'}
        aria-pressed={!isClosed}
        onClick={() => onChange('')}
      >
        Open
      </Button>
      <Button
        size="small"
        look={isClosed ? 'plain' : 'quiet'}
        aria-pressed={isClosed}
        onClick={() => onChange('closed')}
      >
        Closed
      </Button>
    </fieldset>
  );
}

/** What is chosen, and what can be done with all of it. Its place is kept free, so that the rows do not jump. */
function Chosen({ count, onClose, onClear }: { count: number; onClose: () => void; onClear: () => void }) {
  return (
    <div aria-live="polite" className="flex items-center gap-3 text-sm text-soft">
      {count > 0 && (
        <>
          <span>{count === 1 ? '1 location chosen' : `${count} locations chosen`}</span>
          <Button size="small" icon={Archive} onClick={onClose}>
            Close <Kbd keys="e" />
          </Button>
          <Button size="small" look="quiet" onClick={onClear}>
            Choose none
          </Button>
        </>
      )}
    </div>
  );
}
