import Hourglass from 'lucide-react/icons/hourglass';
import Wrench from 'lucide-react/icons/wrench';
import { Time } from '../../../../web/kit/time.tsx';
import { ChannelMark } from '../../../../web/shared.ts';
import type { Approval } from '../../contract.ts';
import { toolLabel } from '../personas/words.ts';

/** Who asked what, what would be answered, and until when it can be. */
export function ApprovalRow({ approval }: { approval: Approval }) {
  const { thread, asked, proposedText, editedText, tool, status, statusAt, expiresAt } = approval;
  return (
    <>
      <span className="flex items-center gap-2">
        <ChannelMark platform={thread.platform} size="tiny" />
        <span className="min-w-0 flex-1 truncate font-[550]">{thread.personName}</span>
        <span className="shrink-0 text-xs text-faint">
          {status === 'waiting' ? (
            <span className="inline-flex items-center gap-1">
              <Hourglass size={12} strokeWidth={2} aria-hidden />
              <span className="sr-only">Expires</span>
              <Time at={expiresAt} />
            </span>
          ) : (
            <Time at={statusAt} />
          )}
        </span>
      </span>
      <span className="mt-0.5 block truncate text-sm text-soft">{asked}</span>
      <span className="mt-0.5 flex items-center gap-1.5 text-sm">
        {tool && <Wrench size={13} strokeWidth={2} className="shrink-0 text-warn" aria-hidden />}
        <span className="truncate">{tool ? toolLabel(tool.name) : (editedText ?? proposedText)}</span>
      </span>
    </>
  );
}
