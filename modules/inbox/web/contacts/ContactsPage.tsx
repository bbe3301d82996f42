import Search from 'lucide-react/icons/search';
import { useRef } from 'react';
import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import { pageLimitMax } from '../../../../kit/page.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Avatar, Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Combobox } from '../../../../web/kit/Select.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  ChannelId,
  type ContactSummary,
  listChannels,
  listContacts,
  type Tag,
  TagId,
} from '../../contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { TagMark } from '../TagMark.tsx';
import { useTags } from '../useTags.ts';
import { channelLabels } from '../words.ts';
import { languageOptions } from './words.ts';

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listContacts.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listContacts, { params: ask, query: {} }));
  return null;
}

export default function ContactsPage() {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const sifting = useFilters(['q', 'tag', 'channel', 'language']);
  const { q, tag, channel, language } = sifting.filters;
  const pages = usePages(listContacts, {
    params: { workspaceId },
    query: {
      ...(q.trim() && { q: q.trim() }),
      ...(tag && { tagId: TagId.parse(tag) }),
      ...(channel && { channelId: ChannelId.parse(channel) }),
      ...(language && { language }),
    },
  });
  const tags = useTags();
  return (
    <Page
      title="Contacts"
      hint="The people who write to you, comment or review, on however many accounts. Those heard of last come first."
    >
      <ContactFilters sifting={sifting} tags={tags} />
      <Table
        label="Contacts"
        columns={columnsOf(tags)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate(paths.contact({ workspaceId, contactId: id }))}
        empty={sifting.any ? <NobodyLikeThat onClear={sifting.clear} /> : <Nobody />}
      />
    </Page>
  );
}

interface FiltersProps {
  sifting: ReturnType<typeof useFilters<'q' | 'tag' | 'channel' | 'language'>>;
  tags: readonly Tag[];
}

function ContactFilters({ sifting: { filters, change }, tags }: FiltersProps) {
  const words = useRef<HTMLInputElement>(null);
  useActions([
    {
      ...{ id: 'contacts.find', title: 'Find a contact', group: 'Contacts', keys: '/', icon: Search },
      run: () => words.current?.focus(),
    },
  ]);
  return (
    <search
      aria-label="Contacts"
      className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))]"
    >
      <TextField
        ref={words}
        name="q"
        label="Name"
        type="search"
        placeholder="What a name begins with"
        maxLength={100}
        value={filters.q}
        onChange={(value) => change('q', value)}
      />
      <Combobox
        name="tag"
        label="Tag"
        placeholder="Any tag"
        options={tags.map(({ id, name }) => ({ value: id, label: name }))}
        value={filters.tag}
        onChange={(value) => change('tag', value)}
      />
      <OnAccount value={filters.channel} onChange={(value) => change('channel', value)} />
      <Combobox
        name="language"
        label="Language"
        placeholder="Any language"
        options={languageOptions(filters.language || null)}
        value={filters.language}
        onChange={(value) => change('language', value)}
      />
    </search>
  );
}

function OnAccount(field: { value: string; onChange: (value: string) => void }) {
  const workspaceId = useHere().workspace.id;
  const { items } = usePages(listChannels, { params: { workspaceId }, query: { limit: pageLimitMax } });
  const options = items.map(({ id, name, platform }) => ({
    ...{ value: id as string, label: name, hint: channelLabels[platform] },
  }));
  return <Combobox name="channel" label="Account" placeholder="Every account" options={options} {...field} />;
}

const columnsOf = (tags: readonly Tag[]): Column<ContactSummary>[] => [
  { title: 'Name', width: 'minmax(0,2fr)', cell: (row) => <Who contact={row} />, onPhone: 'title' },
  {
    title: 'Accounts',
    width: '7rem',
    cell: ({ platforms }) => (
      <span className="flex gap-1">
        {platforms.map((platform) => (
          <span key={platform}>
            <ChannelMark platform={platform} />
            <span className="sr-only">{channelLabels[platform]}</span>
          </span>
        ))}
      </span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'Tags',
    width: 'minmax(0,1.5fr)',
    cell: ({ tagIds }) => (
      <span className="flex min-w-0 gap-1 overflow-hidden">
        {tags
          .filter(({ id }) => tagIds.includes(id))
          .map((tag) => (
            <TagMark key={tag.id} tag={tag} />
          ))}
      </span>
    ),
    onPhone: 'line',
  },
  {
    title: 'Last heard',
    width: '9rem',
    align: 'end',
    cell: ({ heardAt }) => <span className="text-soft">{heardAt ? <Time at={heardAt} /> : 'Never'}</span>,
    onPhone: 'corner',
  },
];

function Who({ contact: { name, username, pictureUrl, isDemo } }: { contact: ContactSummary }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Avatar name={name} src={pictureUrl} size="small" />
      <span className="truncate">{name}</span>
      {username && username !== name && <span className="truncate text-sm text-faint">@{username}</span>}
      {isDemo && <Badge>Demo</Badge>}
    </span>
  );
}

const NobodyLikeThat = ({ onClear }: { onClear: () => void }) => (
  <Empty title="Nobody like that" actions={<Button onClick={onClear}>Show all contacts</Button>}>
    A name is found by how it begins. What somebody wrote is found by the search of the inbox.
  </Empty>
);

function Nobody() {
  const workspaceId = useHere().workspace.id;
  return (
    <Empty
      title="Nobody has written yet"
      actions={
        <ButtonLink look="primary" to={paths.connections({ workspaceId })}>
          Look at your accounts
        </ButtonLink>
      }
    >
      Whoever writes to a connected account, comments or reviews is here from then on, with all they said.
      Connect one, and wait for the first word.
    </Empty>
  );
}
