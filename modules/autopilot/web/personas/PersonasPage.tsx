import Plus from 'lucide-react/icons/plus';
import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import { uuidv7 } from '../../../../kit/ids.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listPersonas, type Persona } from '../../personas/contract.ts';
import { useWhyNotManage } from '../rights.ts';
import { sentence } from '../words.ts';
import { usePlaces } from './usePlaces.ts';
import { levelLabel, statusLabels } from './words.ts';

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listPersonas.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listPersonas, { params: ask }));
  return null;
}

export default function PersonasPage() {
  const workspaceId = useHere().workspace.id;
  const pages = usePages(listPersonas, { params: { workspaceId } });
  const whyNot = useWhyNotManage('change who answers');
  const navigate = useNavigate();
  const at = (personaId: string) => paths.persona({ workspaceId, personaId });
  const add = () => void navigate(`${at(uuidv7())}?new=${pages.items.length === 0 ? 'first' : 'another'}`);
  useActions(
    whyNot
      ? []
      : [
          {
            ...{ id: 'personas.add', title: 'Add a persona', group: 'Autopilot', keys: 'c', icon: Plus },
            ...{ keywords: ['new', 'voice'], run: add },
          },
        ],
  );
  return (
    <Page
      title="Personas"
      hint="Who answers: by which name, in which voice, and what they may send by themselves."
      actions={
        <Button look="primary" icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
          Add persona
        </Button>
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <Table
        label="Personas"
        columns={useColumns(at)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate(at(id))}
        empty={<NoPersonas onAdd={whyNot ? undefined : add} />}
      />
    </Page>
  );
}

function useColumns(at: (personaId: string) => string): Column<Persona>[] {
  const { whereOf } = usePlaces();
  return [
    {
      title: 'Name',
      width: 'minmax(0,1.4fr)',
      onPhone: 'title',
      cell: ({ id, name, role, isDefault }) => (
        <span className="flex min-w-0 flex-col">
          <span className="flex min-w-0 items-baseline gap-2">
            <Link to={at(id)} className="truncate font-[550]">
              {name}
            </Link>
            {isDefault && <Badge>Usual one</Badge>}
          </span>
          <span className="truncate text-sm text-faint">{sentence(role)}</span>
        </span>
      ),
    },
    {
      title: 'By itself',
      width: 'minmax(0,1fr)',
      onPhone: 'line',
      cell: ({ autonomyLevel }) => levelLabel(autonomyLevel),
    },
    { title: 'Where', width: 'minmax(0,1fr)', onPhone: 'line', cell: (persona) => whereOf(persona) },
    {
      title: 'Last answered',
      width: '8rem',
      onPhone: 'hidden',
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : '–'),
    },
    {
      title: 'State',
      width: '6rem',
      align: 'end',
      onPhone: 'corner',
      cell: ({ status }) => (
        <Badge tone={status === 'active' ? 'good' : 'quiet'}>{statusLabels[status]}</Badge>
      ),
    },
  ];
}

const NoPersonas = ({ onAdd }: { onAdd: (() => void) | undefined }) => (
  <Empty
    title="No persona yet"
    actions={
      onAdd && (
        <Button look="primary" icon={Plus} onClick={onAdd}>
          Write the first persona
        </Button>
      )
    }
  >
    A persona is who customers meet: a name, a voice, and a leave to send some things without asking you.
    Until there is one, a plain assistant answers what is written down.
  </Empty>
);
