import { usePages } from '../../../../web/kit/api.ts';
import { Link } from '../../../../web/kit/Link.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type DocumentId, listIngestionJobs, type SiteId } from '../../contract.ts';
import { ReadingProgress } from './ReadingProgress.tsx';

const shownMax = 4;

interface OpenReadingsProps {
  /** Of one document or site only. */
  of?: { readonly documentId?: DocumentId; readonly siteId?: SiteId };
}

/** What is being read right now. Nothing at all while nothing is. */
export function OpenReadings({ of = {} }: OpenReadingsProps) {
  const workspaceId = useHere().workspace.id;
  const query = { open: true, limit: shownMax, ...of };
  const { items, hasMore } = usePages(listIngestionJobs, { params: { workspaceId }, query });
  if (items.length === 0) return null;
  return (
    <section
      aria-label="Being read"
      className="mb-6 rounded-lg border border-line bg-raised px-4 py-3 sm:px-5"
    >
      <ul>
        {items.slice(0, shownMax).map((job) => (
          <li key={job.id} className="border-b border-line py-2.5 last:border-0">
            <ReadingProgress job={job} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <p className="pt-1 pb-1 text-sm">
          <Link to={paths.readings({ workspaceId })}>All that is being read</Link>
        </p>
      )}
    </section>
  );
}
