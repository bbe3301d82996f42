import Bot from 'lucide-react/icons/bot';
import CircleDot from 'lucide-react/icons/circle-dot';
import Tag from 'lucide-react/icons/tag';
import UserRound from 'lucide-react/icons/user-round';
import { useZone } from '../../../../web/kit/time.tsx';
import { clockIn, momentIn } from '../../../../web/kit/time-words.ts';
import type { Message } from '../../contract.ts';
import { activityWords } from './activity-words.ts';

const icons: Readonly<Record<string, typeof Bot>> = {
  automation: Bot,
  assignee: UserRound,
  team: UserRound,
  tag: Tag,
};

/** What somebody or something did with the conversation, in one quiet line. */
export function ActivityLine({ message }: { message: Message }) {
  const zone = useZone();
  const Icon = icons[message.details.activity?.what ?? ''] ?? CircleDot;
  return (
    <li className="my-2 flex items-center justify-center gap-2 text-center text-xs text-faint">
      <Icon size={12} strokeWidth={2} className="shrink-0" aria-hidden />
      <span>
        {activityWords(message, zone)}
        {' · '}
        <time dateTime={message.happenedAt.toISOString()} title={momentIn(zone, message.happenedAt)}>
          {clockIn(zone, message.happenedAt)}
        </time>
      </span>
    </li>
  );
}
