import Unplug from 'lucide-react/icons/unplug';
import { Link } from '../../../../web/kit/Link.tsx';
import { paths } from '../../../../web/paths.ts';
import type { Conversation } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { channelLabels } from '../words.ts';

/** What one answers by does not work as it should: said before anything is written, with where it is mended. */
export function ChannelNote({ conversation: { channel, channelState } }: { conversation: Conversation }) {
  const { workspaceId } = useInbox().at;
  if (channelState === 'open') return null;
  const isMail = channel.platform === 'email';
  const account = isMail ? channel.name : `${channel.name} on ${channelLabels[channel.platform]}`;
  return (
    <p role="status" className="flex items-start gap-2 pt-3 pb-1 text-sm text-warn">
      <Unplug size={15} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
      <span>
        {channelState === 'gone'
          ? `${account} is not connected any more, so nothing can be sent. `
          : `${account} cannot be reached: what you send waits. `}
        {isMail ? (
          <Link to={paths.mailboxes({ workspaceId })}>Look at the mailbox</Link>
        ) : (
          <Link to={paths.connection({ workspaceId, accountId: channel.id })}>Connect it again</Link>
        )}
      </span>
    </p>
  );
}
