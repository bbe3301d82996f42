import { type LoaderFunctionArgs, useNavigate } from 'react-router';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { Table } from '../../../../web/kit/Table.tsx';
import { paths } from '../../../../web/paths.ts';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listIngestionJobs, SiteId } from '../../contract.ts';
import { readingColumns } from './reading-columns.tsx';

/** Begun, not waited for: the page stands at once, and its table says that it is loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listIngestionJobs.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listIngestionJobs, { params: ask, query: {} }));
  return null;
}

const choices = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Not over yet' },
  { value: 'over', label: 'Over' },
];

export default function ReadingsPage() {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const { filters, change, clear, any } = useFilters(['show', 'site']);
  const site = SiteId.safeParse(filters.site);
  const query = {
    ...((filters.show === 'open' || filters.show === 'over') && { open: filters.show === 'open' }),
    ...(site.success && { siteId: site.data }),
  };
  const pages = usePages(listIngestionJobs, { params: { workspaceId }, query });
  return (
    <Page
      title="Readings"
      hint="Each time a file or a site was read: how far it came, what became of each page, and what it cost."
    >
      <search aria-label="Readings" className="mb-4 flex flex-wrap items-end gap-3">
        <Select
          name="show"
          label="Show"
          placeholder="All"
          className="w-44"
          options={choices}
          value={filters.show}
          onChange={(value) => change('show', value)}
        />
        {site.success && <Button onClick={() => change('site', '')}>Of all sites and files</Button>}
      </search>
      <Table
        label="Readings"
        columns={readingColumns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ title }) => title}
        onOpen={({ id }) => void navigate(paths.reading({ workspaceId, jobId: id }))}
        empty={any ? <NoneLikeThat onClear={clear} /> : <None workspaceId={workspaceId} />}
      />
    </Page>
  );
}

const NoneLikeThat = ({ onClear }: { onClear: () => void }) => (
  <Empty title="Nothing like that" actions={<Button onClick={onClear}>Show all</Button>}>
    What is over is kept here for a while, and what is not over stands above all of it.
  </Empty>
);

const None = ({ workspaceId }: { workspaceId: string }) => (
  <Empty
    title="Nothing was read yet"
    actions={
      <>
        <ButtonLink look="primary" to={paths.knowledge({ workspaceId })}>
          Upload a file
        </ButtonLink>
        <ButtonLink to={paths.sites({ workspaceId })}>Add a site</ButtonLink>
      </>
    }
  >
    A reading begins when a file is uploaded or a site is added. You watch it here, and stop it when you like.
  </Empty>
);
