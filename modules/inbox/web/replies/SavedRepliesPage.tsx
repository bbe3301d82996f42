import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { sendNow } from '../../../../web/kit/send.ts';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useFilters, useLocationNames } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  deleteReplyTemplate,
  listReplyTemplates,
  putReplyTemplate,
  type ReplyTemplate,
} from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { count } from '../words.ts';

const ReplyDialog = lazy(() => import('./ReplyDialog.tsx'));

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listReplyTemplates.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listReplyTemplates, { params: ask, query: {} }));
  return null;
}

export default function SavedRepliesPage() {
  const workspaceId = useHere().workspace.id;
  const { filters, change, any, clear } = useFilters(['q']);
  const words = filters.q.trim();
  const pages = usePages(listReplyTemplates, { params: { workspaceId }, query: words ? { q: words } : {} });
  const whyNot = useWhyNotMay('inbox.manage', 'change its saved replies');
  const places = useLocationNames();
  const [edited, setEdited] = useState<ReplyTemplate | 'new'>();
  const add = () => setEdited('new');
  const remove = (reply: ReplyTemplate) => void removeReply(workspaceId, reply);
  const columns = columnsOf({
    placeOf: (reply) => (reply.locationId ? places.nameOf(reply.locationId) : 'Everywhere'),
    edit: setEdited,
    remove,
    whyNot,
  });
  return (
    <Page
      title="Saved replies"
      hint="Answers that are written once and used often. In a conversation / brings them up."
      actions={
        <Button look="primary" icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
          Add saved reply
        </Button>
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <Finding value={filters.q} onChange={(value) => change('q', value)} onAdd={whyNot ? undefined : add} />
      <Table
        label="Saved replies"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={setEdited}
        empty={any ? <NoneLikeThat onClear={clear} /> : <None onAdd={whyNot ? undefined : add} />}
      />
      <Suspense>
        {edited && (
          <ReplyDialog reply={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
        )}
      </Suspense>
    </Page>
  );
}

interface FindingProps {
  value: string;
  onChange: (value: string) => void;
  onAdd: (() => void) | undefined;
}

function Finding({ value, onChange, onAdd }: FindingProps) {
  const field = useRef<HTMLInputElement>(null);
  const group = 'Saved replies';
  const adding = {
    id: 'replies.add',
    title: 'Add a saved reply',
    group,
    keys: 'c',
    icon: Plus,
    keywords: ['new'],
  };
  useActions([
    ...(onAdd ? [{ ...adding, run: onAdd }] : []),
    {
      id: 'replies.find',
      title: 'Find a saved reply',
      group,
      keys: '/',
      icon: Search,
      run: () => field.current?.focus(),
    },
  ]);
  return (
    <search aria-label="Saved replies" className="mb-4 block max-w-md">
      <TextField
        ref={field}
        name="q"
        label="Find"
        type="search"
        placeholder="A part of the name, or a shortcut"
        maxLength={100}
        value={value}
        onChange={onChange}
      />
    </search>
  );
}

interface ColumnDeeds {
  placeOf: (reply: ReplyTemplate) => ReactNode;
  edit: (reply: ReplyTemplate) => void;
  remove: (reply: ReplyTemplate) => void;
  whyNot: string | undefined;
}

const columnsOf = ({ placeOf, edit, remove, whyNot }: ColumnDeeds): Column<ReplyTemplate>[] => [
  {
    title: 'Name',
    width: 'minmax(0,1.5fr)',
    cell: ({ name, shortcut }) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate">{name}</span>
        {shortcut && <Badge>/{shortcut}</Badge>}
      </span>
    ),
    onPhone: 'title',
  },
  {
    title: 'What it says',
    width: 'minmax(0,2fr)',
    cell: ({ body }) => <span className="block truncate text-soft">{body}</span>,
    onPhone: 'line',
  },
  {
    title: 'Where',
    width: '9rem',
    cell: (reply) => <span className="block truncate text-soft">{placeOf(reply)}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'Used',
    width: '5rem',
    align: 'end',
    cell: ({ usageCount }) => (
      <span className="text-soft" title={count(usageCount, 'use')}>
        {usageCount.toLocaleString('en')}
      </span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'What can be done',
    untitled: true,
    width: '6rem',
    align: 'end',
    cell: (reply) => {
      const why = whyNot ?? (reply.mayManage ? undefined : 'It belongs to a place you do not manage.');
      return (
        <span className="flex justify-end">
          <IconButton
            icon={Pencil}
            label={`Change ${reply.name}`}
            disabledReason={why}
            onClick={() => edit(reply)}
          />
          <IconButton
            icon={Trash}
            label={`Throw ${reply.name} away`}
            disabledReason={why}
            onClick={() => remove(reply)}
          />
        </span>
      );
    },
    onPhone: 'corner',
  },
];

/** Gone at once, and back with the same id when it is undone. How often it was used begins anew. */
async function removeReply(
  workspaceId: ReturnType<typeof listReplyTemplates.params.parse>['workspaceId'],
  reply: ReplyTemplate,
) {
  const params = { workspaceId, replyId: reply.id };
  const stale = [[listReplyTemplates.path]];
  const { locationId, name, shortcut, category, body } = reply;
  const saved = { locationId, name, shortcut, category, body };
  await sendNow(deleteReplyTemplate, { params }, { stale, failureTitle: `${name} is still there` }).then(
    () =>
      toast({
        title: `${name} is gone`,
        undo: () => void sendNow(putReplyTemplate, { params, body: saved }, { stale }),
      }),
    () => undefined,
  );
}

const NoneLikeThat = ({ onClear }: { onClear: () => void }) => (
  <Empty title="No saved reply like that" actions={<Button onClick={onClear}>Show all</Button>}>
    Look for a part of its name, or for how its shortcut begins.
  </Empty>
);

const None = ({ onAdd }: { onAdd: (() => void) | undefined }) => (
  <Empty
    title="No saved replies yet"
    actions={
      onAdd && (
        <Button look="primary" icon={Plus} onClick={onAdd}>
          Add the first one
        </Button>
      )
    }
  >
    Begin with what you are asked most. Names in double braces, like {'{{contact.first_name}}'}, are filled in
    when it is used.
  </Empty>
);
