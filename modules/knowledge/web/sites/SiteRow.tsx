import Ellipsis from 'lucide-react/icons/ellipsis';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import Settings from 'lucide-react/icons/settings';
import Trash from 'lucide-react/icons/trash-2';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type IngestionJob, listIngestionJobs, listSites, readSite, type Site } from '../../contract.ts';
import { ReadingProgress } from '../readings/ReadingProgress.tsx';
import { figureWords, ReadingState } from '../readings/reading-columns.tsx';
import { isOpen } from '../readings/reading-words.ts';
import { whyNotOf } from '../rights.ts';
import { failureWords, plainAddress } from '../words.ts';
import { everyWords, scopeWords } from './site-words.ts';

export interface SiteRowProps {
  site: Site;
  /** The last time it was read; undefined: never, or it is not known yet. */
  reading: IngestionJob | undefined;
  whyNot: string | undefined;
  onEdit: (site: Site) => void;
  onDelete: (site: Site) => void;
}

export function SiteRow({ site, reading, whyNot, onEdit, onDelete }: SiteRowProps) {
  const workspaceId = useHere().workspace.id;
  const search = new URLSearchParams({ site: site.id });
  const isRead = reading !== undefined && isOpen(reading);
  return (
    <li className="border-b border-line py-4">
      <div className="flex items-start gap-3 max-sm:flex-col">
        <div className="min-w-0 flex-1">
          <h2 className="font-[550] [overflow-wrap:anywhere]">
            <Link to={`${paths.knowledge({ workspaceId })}?${search}`}>{plainAddress(site.address)}</Link>
          </h2>
          <p className="text-sm text-faint">
            {scopeWords(site)} · {everyWords(site.resyncHours)}
            {site.readDueAt && !isRead && (
              <>
                , next <Time at={site.readDueAt} />
              </>
            )}
          </p>
          {!isRead && <LastReading reading={reading} />}
        </div>
        <Deeds
          site={site}
          isRead={isRead}
          whyNot={whyNotOf(whyNot, site)}
          onEdit={onEdit}
          onDelete={onDelete}
        />
      </div>
      {isRead && (
        <div className="mt-3">
          <ReadingProgress job={reading} label="Pages read" />
        </div>
      )}
    </li>
  );
}

function LastReading({ reading }: Pick<SiteRowProps, 'reading'>) {
  const workspaceId = useHere().workspace.id;
  if (!reading) return null;
  const { id, status, failureCode, completedAt, updatedAt } = reading;
  const figures = figureWords(reading);
  return (
    <p className="mt-1.5 flex flex-wrap items-baseline gap-x-2 text-sm text-soft">
      <ReadingState job={reading} />
      <span className={status === 'failed' ? 'text-danger' : undefined}>
        {status === 'failed' ? failureWords(failureCode) : figures || 'Nothing there to read'}
      </span>
      <Link to={paths.reading({ workspaceId, jobId: id })}>
        <Time at={completedAt ?? updatedAt} />
      </Link>
    </p>
  );
}

interface DeedsProps {
  site: Site;
  isRead: boolean;
  whyNot: string | undefined;
  onEdit: (site: Site) => void;
  onDelete: (site: Site) => void;
}

function Deeds({ site, isRead, whyNot, onEdit, onDelete }: DeedsProps) {
  const read = useReadNow(site);
  const name = plainAddress(site.address);
  return (
    <div className="flex shrink-0 gap-1">
      <Button
        size="small"
        icon={RefreshCw}
        busy={read.isPending}
        onClick={() => read.now(false)}
        disabledReason={whyNot ?? (isRead ? 'It is being read.' : undefined)}
        reasonShown={false}
        aria-label={`Read now: ${name}`}
      >
        Read now
      </Button>
      <Menu
        trigger={<IconButton size="small" icon={Ellipsis} label={`What can be done with ${name}`} />}
        items={[
          {
            ...{ label: 'Change how it is read', icon: Settings, disabledReason: whyNot },
            onSelect: () => onEdit(site),
          },
          {
            ...{ label: 'Read every page anew', icon: RefreshCw, disabledReason: whyNot },
            onSelect: () => read.now(true),
          },
          {
            ...{ label: 'Delete', icon: Trash, danger: true, apart: true, disabledReason: whyNot },
            onSelect: () => onDelete(site),
          },
        ]}
      />
    </div>
  );
}

function useReadNow({ id: siteId, address }: Site) {
  const params = { workspaceId: useHere().workspace.id, siteId };
  const name = plainAddress(address);
  const { send, isPending } = useSend(readSite, {
    stale: [[listIngestionJobs.path], [listSites.path]],
    failureTitle: `${name} is not read`,
    onReply: () => toast({ title: `${name} is being read` }),
  });
  return { now: (isFull: boolean) => send({ params, body: { isFull } }), isPending };
}
