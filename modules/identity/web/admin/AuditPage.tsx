import { useQuery } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import { lazy, Suspense, useState } from 'react';
import { auditCategories } from '../../../../kit/audit-words.ts';
import { urlOf } from '../../../../kit/client.ts';
import { q, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, buttonClass } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import {
  getAccount,
  getTrailCsv,
  listTrail,
  type TrailEntry,
  type TrailFilter,
} from '../../administration/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { FilterBar, FilterChip, FilterMenu } from './FilterBar.tsx';
import { oneOf, useFilters } from './filters.ts';
import { aboutOf, actorOf, deedOf } from './trail.ts';
import { sentence } from './words.ts';

const AuditEntry = lazy(() => import('./AuditEntry.tsx'));
const categories = [
  { value: '', label: 'Every kind' },
  ...auditCategories.map((category) => ({ value: category, label: sentence(category) })),
];
const personOf = (value: string) => {
  const read = getAccount.params.safeParse({ userId: value });
  return read.success ? read.data.userId : undefined;
};

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Audit', AuditPage);

function AuditPage() {
  const { filters, change, clear, any } = useFilters(['category', 'actor', 'about']);
  const query = queryOf(filters);
  const pages = usePages(listTrail, { query });
  const [open, setOpen] = useState<TrailEntry>();
  return (
    <Page
      title="Audit"
      hint="What changed about people and the installation, and who did it. Nothing here can be changed or deleted."
      actions={<DownloadCsv query={query} />}
    >
      <FilterBar>
        <FilterMenu
          label="Kind"
          choices={categories}
          value={filters.category}
          onChange={(category) => change({ category })}
        />
        {query.actor && <PersonChip word="By" userId={query.actor} onClear={() => change({ actor: '' })} />}
        {query.about && (
          <PersonChip word="About" userId={query.about} onClear={() => change({ about: '' })} />
        )}
      </FilterBar>
      <Table
        label="Audit"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={deedOf}
        onOpen={setOpen}
        empty={<NothingChanged isSifted={any} onClear={clear} />}
      />
      <Suspense>
        {open && (
          <AuditEntry
            entry={open}
            onClose={() => setOpen(undefined)}
            onSift={(sifted) => {
              change(sifted);
              setOpen(undefined);
            }}
          />
        )}
      </Suspense>
    </Page>
  );
}

function NothingChanged({ isSifted, onClear }: { isSifted: boolean; onClear: () => void }) {
  return (
    <Empty
      title="Nothing has changed"
      actions={isSifted && <Button onClick={onClear}>Show everything</Button>}
    >
      {isSifted ? 'Nothing like that has happened.' : 'Every change of people and settings is kept here.'}
    </Empty>
  );
}

/** What the address asks for, as far as it can be asked. */
function queryOf(asked: Record<'category' | 'actor' | 'about', string>): TrailFilter {
  const category = oneOf(auditCategories, asked.category);
  const [actor, about] = [personOf(asked.actor), personOf(asked.about)];
  return { ...(category && { category }), ...(actor && { actor }), ...(about && { about }) };
}

function DownloadCsv({ query }: { query: TrailFilter }) {
  return (
    <a href={urlOf(getTrailCsv, {}, query)} download className={buttonClass('plain', 'medium')}>
      <Download size={16} strokeWidth={1.75} aria-hidden />
      Download CSV
    </a>
  );
}

type PersonId = NonNullable<ReturnType<typeof personOf>>;

/** The name, once it is known: the address has only the id. */
function PersonChip({ word, userId, onClear }: { word: string; userId: PersonId; onClear: () => void }) {
  const { data } = useQuery(q(getAccount, { params: { userId } }));
  return (
    <FilterChip onClear={onClear}>
      {word} {data?.name ?? 'one person'}
    </FilterChip>
  );
}

const columns: Column<TrailEntry>[] = [
  {
    title: 'What',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: (entry) => (
      <span className="flex items-center gap-2">
        <span className="truncate">{deedOf(entry)}</span>
        {!entry.succeeded && <Badge tone="danger">Refused</Badge>}
      </span>
    ),
  },
  {
    title: 'Who',
    width: 'minmax(0,1.25fr)',
    cell: (entry) => <span className="block truncate text-soft">{actorOf(entry)}</span>,
  },
  {
    title: 'About',
    width: 'minmax(0,1.25fr)',
    cell: (entry) => <span className="block truncate text-soft">{aboutOf(entry)?.name ?? '–'}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'Kind',
    width: '7rem',
    cell: ({ category }) => <Badge>{sentence(category)}</Badge>,
    onPhone: 'hidden',
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    cell: ({ createdAt }) => (
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
    ),
  },
];
