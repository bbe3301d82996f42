import Bot from 'lucide-react/icons/bot';
import BotOff from 'lucide-react/icons/bot-off';
import { cx } from '../../../../web/kit/cx.ts';
import { Tooltip } from '../../../../web/kit/Tooltip.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { Conversation } from '../../contract.ts';
import { TagMark } from '../TagMark.tsx';
import { useTags } from '../useTags.ts';
import { WhenWords } from '../WhenWords.tsx';
import { automationWhy, priorityLabels, statusLabels } from '../words.ts';

/** How it stands, in one line of words: whose it is, until when, how urgent, what it is about. */
export function StateLine({ conversation }: { conversation: Conversation }) {
  const { status, snoozedUntil, assignee, team, priority, tagIds, subject } = conversation;
  const tags = useTags().filter(({ id }) => tagIds.includes(id));
  return (
    <p className="flex min-w-0 items-center gap-x-2 overflow-hidden text-xs whitespace-nowrap text-soft">
      <span className={cx(status !== 'open' && 'font-[550]')}>
        {statusLabels[status]}
        {snoozedUntil && (
          <>
            {' until '}
            <WhenWords at={snoozedUntil} />
          </>
        )}
      </span>
      <Dot />
      <span className="min-w-0 shrink truncate">{assignee?.name ?? team?.name ?? 'Nobody’s'}</span>
      {priority !== 'normal' && (
        <span className={priority === 'urgent' ? 'font-[550] text-danger' : 'font-[550] text-warn'}>
          {priorityLabels[priority]}
        </span>
      )}
      <AutomationMark conversation={conversation} />
      {tags.map((tag) => (
        <TagMark key={tag.id} tag={tag} />
      ))}
      {subject && <span className="truncate text-ink">{subject}</span>}
    </p>
  );
}

const Dot = () => (
  <span aria-hidden className="text-faint">
    ·
  </span>
);

/** SS-81: said where it is off; that machines may answer is the usual. */
function AutomationMark({ conversation: { automation } }: { conversation: Conversation }) {
  const words = automationWhy(automation);
  const Icon = automation.isOn ? Bot : BotOff;
  return (
    <Tooltip text={words}>
      <span className="inline-flex items-center gap-1 text-faint">
        <Icon size={13} strokeWidth={1.75} aria-hidden />
        <span className="sr-only">
          {words}
          {automation.at && !automation.isOn && (
            <>
              {' '}
              <Time at={automation.at} />
            </>
          )}
        </span>
      </span>
    </Tooltip>
  );
}
