import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { type Pages, pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty, Failed, Loading, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { listIngestionJobs, listSites, type Site } from '../../contract.ts';
import { useWhyNotManage } from '../rights.ts';
import { SiteRow, type SiteRowProps } from './SiteRow.tsx';

const DeleteSiteDialog = lazy(() => import('./DeleteSiteDialog.tsx'));
const SiteDialog = lazy(() => import('./SiteDialog.tsx'));

/** Begun, not waited for: the page stands at once. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listSites.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listSites, { params: ask }));
  return null;
}

export default function SitesPage() {
  const workspaceId = useHere().workspace.id;
  const pages = usePages(listSites, { params: { workspaceId } });
  const whyNot = useWhyNotManage('change what answers stand on');
  const [edited, setEdited] = useState<Site | 'new'>();
  const [deleted, setDeleted] = useState<Site>();
  const add = () => setEdited('new');
  const adding = { id: 'sites.add', title: 'Add a page or a site', group: 'Sites', keys: 'c', icon: Plus };
  useActions(whyNot ? [] : [{ ...adding, keywords: ['new', 'crawl', 'read'], run: add }]);
  return (
    <Page
      title="Sites"
      hint="Pages of the web that are read here, and read again. Each page is a document."
      actions={
        <Button look="primary" icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
          Add site
        </Button>
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <Sites
        pages={pages}
        whyNot={whyNot}
        onEdit={setEdited}
        onDelete={setDeleted}
        onAdd={whyNot ? undefined : add}
      />
      <Suspense>
        {edited && (
          <SiteDialog site={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
        )}
        {deleted && <DeleteSiteDialog site={deleted} onClose={() => setDeleted(undefined)} />}
      </Suspense>
    </Page>
  );
}

interface SitesProps extends Omit<SiteRowProps, 'site' | 'reading'> {
  pages: Pages<Site>;
  onAdd: (() => void) | undefined;
}

function Sites({ pages, onAdd, ...row }: SitesProps) {
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading sites" />;
  if (pages.items.length === 0) return <None onAdd={onAdd} />;
  return (
    <>
      <ul aria-label="Sites">
        {pages.items.map((site) => (
          <Read key={site.id} site={site} {...row} />
        ))}
      </ul>
      {pages.hasMore && (
        <Button className="mt-4" busy={pages.loadingMore} onClick={pages.more}>
          Show more sites
        </Button>
      )}
    </>
  );
}

function Read(props: Omit<SiteRowProps, 'reading'>) {
  const params = { workspaceId: useHere().workspace.id };
  const { items } = usePages(listIngestionJobs, { params, query: { siteId: props.site.id, limit: 1 } });
  return <SiteRow {...props} reading={items[0]} />;
}

const None = ({ onAdd }: { onAdd: (() => void) | undefined }) => (
  <Empty
    title="No site is read yet"
    actions={
      onAdd && (
        <Button look="primary" icon={Plus} onClick={onAdd}>
          Add the first site
        </Button>
      )
    }
  >
    Begin with your help pages. They are read slowly, as their robots.txt allows, and only what changed is
    written anew when they are read again.
  </Empty>
);
