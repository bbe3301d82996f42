import Download from 'lucide-react/icons/download';
import { lazy, Suspense, useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { urlOf } from '../../../../kit/client.ts';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, buttonClass } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty, Refused } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type AuditLine, getAuditCsv, listAuditEntries } from '../../contract.ts';
import { mayIn, readRights, useWhyNotMay } from '../rights.ts';
import { sentence } from '../words.ts';
import { AuditFilters, useAuditFilters } from './AuditFilters.tsx';
import { actionLabel, actorLabel, subjectLabel } from './audit-words.ts';

const AuditEntryDrawer = lazy(() => import('./AuditEntryDrawer.tsx'));

export async function loader({ params }: LoaderFunctionArgs) {
  const rights = await readRights(params);
  if (rights && mayIn(rights, 'workspaces.read_audit')) {
    void queryClient.prefetchInfiniteQuery(
      pagesOf(listAuditEntries, { params: { workspaceId: rights.id }, query: {} }),
    );
  }
  return null;
}

export default function AuditPage() {
  const whyNot = useWhyNotMay('workspaces.read_audit', 'read its audit trail');
  if (!whyNot) return <Trail />;
  return (
    <Page title="Audit trail" hint={hint}>
      <Refused>{whyNot}</Refused>
    </Page>
  );
}

const hint =
  'What changed here and who did it. It is kept as long as the workspace is, and nobody can change it.';

function Trail() {
  const workspaceId = useHere().workspace.id;
  const sifting = useAuditFilters();
  const [shown, setShown] = useState<AuditLine>();
  const pages = usePages(listAuditEntries, { params: { workspaceId }, query: sifting.query });
  return (
    <Page
      title="Audit trail"
      hint={hint}
      actions={
        <a
          href={urlOf(getAuditCsv, { workspaceId }, { ...sifting.query })}
          download
          className={buttonClass('plain', 'medium')}
        >
          <Download size={16} strokeWidth={1.75} aria-hidden />
          Export as CSV
        </a>
      }
    >
      <AuditFilters sifting={sifting} />
      <Table
        label="Audit trail"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={(line) => actionLabel(line.action)}
        onOpen={setShown}
        empty={<NothingFound any={sifting.any} onClear={sifting.clear} />}
      />
      <Suspense>{shown && <AuditEntryDrawer line={shown} onClose={() => setShown(undefined)} />}</Suspense>
    </Page>
  );
}

function NothingFound({ any, onClear }: { any: boolean; onClear: () => void }) {
  if (!any) return <Empty title="Nothing has changed yet">Every change from now on stands here.</Empty>;
  return (
    <Empty title="Nothing like that" actions={<Button onClick={onClear}>Show everything</Button>}>
      No entry fits all that is asked for. Take something out of the filters.
    </Empty>
  );
}

const columns: readonly Column<AuditLine>[] = [
  {
    title: 'What',
    width: 'minmax(0,2.2fr)',
    cell: (line) => (
      <>
        <span className="flex items-center gap-2">
          <span className="truncate">{actionLabel(line.action)}</span>
          {!line.succeeded && <Badge tone="danger">Refused</Badge>}
        </span>
        <span className="block truncate text-sm text-faint">{subjectLabel(line)}</span>
      </>
    ),
    onPhone: 'title',
  },
  {
    title: 'Who',
    width: 'minmax(0,1.5fr)',
    cell: ({ actor }) => <span className="block truncate text-soft">{actorLabel(actor)}</span>,
    onPhone: 'line',
  },
  {
    title: 'Category',
    width: '8rem',
    cell: ({ category }) => <Badge>{sentence(category)}</Badge>,
    onPhone: 'hidden',
  },
  {
    title: 'When',
    width: '8.5rem',
    align: 'end',
    cell: ({ createdAt }) => (
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
    ),
    onPhone: 'line',
  },
];
