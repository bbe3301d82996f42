import ArrowLeft from 'lucide-react/icons/arrow-left';
import MessageSquare from 'lucide-react/icons/message-square';
import { Link, useNavigate } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { paths } from '../../../../web/paths.ts';
import { ChannelMark } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { Approval } from '../../contract.ts';
import type { Queue } from './useQueue.ts';

type InThread = Pick<Approval, 'thread' | 'conversationId' | 'commentId'>;

/** Where it was said, in the inbox. */
export const inboxAddress = (workspaceId: string, { conversationId, commentId }: Omit<InThread, 'thread'>) =>
  conversationId !== null
    ? paths.conversation({ workspaceId, conversationId })
    : paths.comment({ workspaceId, commentId: commentId ?? '' });

/** With whom and where, and the way there. */
export function PaneHead({ about, queue, group }: { about: InThread; queue: Queue; group: string }) {
  const { workspace } = useHere();
  const navigate = useNavigate();
  const { thread } = about;
  const address = inboxAddress(workspace.id, about);
  const what = about.conversationId === null ? 'comment' : 'conversation';
  const open = () => void navigate(address);
  useActions([
    {
      ...{ id: 'queue.open', title: `Open the ${what}`, group, keys: 'o', icon: MessageSquare },
      run: open,
    },
  ]);
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-3 border-b border-line py-1.5 pr-2 pl-4 sm:pl-6">
      <Link
        to={queue.addressOf(undefined)}
        className="-ml-2 rounded-md p-2 text-soft hover:bg-hover sm:hidden"
        aria-label="Back to the list"
      >
        <ArrowLeft size={18} aria-hidden />
      </Link>
      <Avatar name={thread.personName} />
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-base font-[600]">{thread.personName}</h2>
        <p className="flex items-center gap-1.5 text-xs text-soft">
          <ChannelMark platform={thread.platform} size="tiny" />
          <span className="truncate">{thread.channelName}</span>
        </p>
      </div>
      <IconButton icon={MessageSquare} label={`Open the ${what}`} keys="o" onClick={open} />
    </header>
  );
}
