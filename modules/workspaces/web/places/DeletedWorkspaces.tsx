import ArchiveRestore from 'lucide-react/icons/archive-restore';
import { usePages } from '../../../../web/kit/api.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import {
  deletionGraceDays,
  listDeletedWorkspaces,
  listWorkspaces,
  putWorkspaceRestoration,
  type Workspace,
} from '../../contract.ts';

const dayMs = 86_400_000;

/** What can still be brought back. Nothing is shown where nothing was deleted. */
export function DeletedWorkspaces() {
  const { items, hasMore, loadingMore, more } = usePages(listDeletedWorkspaces);
  if (items.length === 0) return null;
  return (
    <div className="mt-14">
      <Section title="Deleted" hint={`What was deleted can be brought back for ${deletionGraceDays} days.`}>
        <ul aria-label="Deleted workspaces">
          {items.map((workspace) => (
            <Deleted key={workspace.id} workspace={workspace} />
          ))}
        </ul>
        {hasMore && (
          <Button className="mt-4" busy={loadingMore} onClick={more}>
            Show more
          </Button>
        )}
      </Section>
    </div>
  );
}

function Deleted({ workspace }: { workspace: Workspace }) {
  const { send, isPending } = useSend(putWorkspaceRestoration, {
    stale: [[listWorkspaces.path], [listDeletedWorkspaces.path]],
    failureTitle: `${workspace.name} could not be brought back`,
    onReply: ({ name }) => toast({ title: `${name} is back` }),
  });
  const goneAt = workspace.deletedAt && new Date(workspace.deletedAt.getTime() + deletionGraceDays * dayMs);
  return (
    <li className="flex items-center gap-4 border-b border-line px-2 py-3">
      <Avatar name={workspace.name} src={workspace.avatarUrl} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{workspace.name}</span>
        {goneAt && (
          <span className="block text-sm text-faint">
            Gone for good <Time at={goneAt} />
          </span>
        )}
      </span>
      <Button
        size="small"
        icon={ArchiveRestore}
        busy={isPending}
        onClick={() => send({ params: { deletedWorkspaceId: workspace.id } })}
      >
        <span>
          Bring back <span className="sr-only">{workspace.name}</span>
        </span>
      </Button>
    </li>
  );
}
