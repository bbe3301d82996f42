import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { uuidv7 } from '../../../../kit/ids.ts';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { listTags, type Tag, type TagColor, TagId, tagColors } from '../../contract.ts';
import { useWhyNotManage } from '../rights.ts';
import { TagDot } from '../TagMark.tsx';

const TagDialog = lazy(() => import('./TagDialog.tsx'));
const RemoveTagDialog = lazy(() => import('./RemoveTagDialog.tsx'));

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listTags.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listTags, { params: ask }));
  return null;
}

export default function TagsPage() {
  const workspaceId = useHere().workspace.id;
  const pages = usePages(listTags, { params: { workspaceId } });
  const whyNot = useWhyNotManage('change its tags');
  const [edited, setEdited] = useState<{ tag: Tag; isNew: boolean }>();
  const [removed, setRemoved] = useState<Tag>();
  const add = () => setEdited({ tag: newTag(pages.items.length), isNew: true });
  useActions(whyNot ? [] : [adding(add)]);
  const edit = (tag: Tag) => setEdited({ tag, isNew: false });
  return (
    <Page
      title="Tags"
      hint="Words that conversations, comments and contacts are sorted by."
      actions={
        <Button look="primary" icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
          Add tag
        </Button>
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <Table
        label="Tags"
        columns={columnsOf(whyNot, edit, setRemoved)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={whyNot ? undefined : edit}
        empty={<NoTags onAdd={whyNot ? undefined : add} />}
      />
      <Suspense>
        {edited && <TagDialog {...edited} onClose={() => setEdited(undefined)} />}
        {removed && <RemoveTagDialog tag={removed} onClose={() => setRemoved(undefined)} />}
      </Suspense>
    </Page>
  );
}

const adding = (run: () => void): Action => ({
  ...{ id: 'tags.add', title: 'Add a tag', group: 'Tags', keys: 'c', icon: Plus, keywords: ['new'], run },
});

/** One colour after the other, so that tags that are made in a row differ. */
const newTag = (count: number): Tag => ({
  id: TagId.parse(uuidv7()),
  name: '',
  color: tagColors[(count + 1) % tagColors.length] as TagColor,
});

const columnsOf = (
  whyNot: string | undefined,
  edit: (tag: Tag) => void,
  remove: (tag: Tag) => void,
): Column<Tag>[] => [
  {
    title: 'Name',
    width: 'minmax(0,1fr)',
    cell: ({ name, color }) => (
      <span className="flex items-center gap-2.5">
        <TagDot large color={color} />
        <span className="truncate">{name}</span>
      </span>
    ),
    onPhone: 'title',
  },
  {
    title: 'What can be done',
    untitled: true,
    width: '6rem',
    align: 'end',
    cell: (tag) => (
      <span className="flex justify-end">
        <IconButton
          icon={Pencil}
          label={`Change ${tag.name}`}
          disabledReason={whyNot}
          onClick={() => edit(tag)}
        />
        <IconButton
          icon={Trash}
          label={`Remove ${tag.name}`}
          disabledReason={whyNot}
          onClick={() => remove(tag)}
        />
      </span>
    ),
    onPhone: 'corner',
  },
];

const NoTags = ({ onAdd }: { onAdd: (() => void) | undefined }) => (
  <Empty
    title="No tags yet"
    actions={
      onAdd && (
        <Button look="primary" icon={Plus} onClick={onAdd}>
          Add the first tag
        </Button>
      )
    }
  >
    A tag says what something is about: an order, a complaint, a regular. Put it on with # in the inbox, and
    find everything that has it.
  </Empty>
);
