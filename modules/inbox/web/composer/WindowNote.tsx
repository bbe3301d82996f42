import Hourglass from 'lucide-react/icons/hourglass';
import { cx } from '../../../../web/kit/cx.ts';
import { Tooltip } from '../../../../web/kit/Tooltip.tsx';
import type { Conversation } from '../../contract.ts';
import { channelLabels } from '../words.ts';
import type { OpenWindow } from './useWindow.ts';

const hourMs = 3_600_000;
const hurryMs = 2 * hourMs;

/** How long one can still answer: quiet while there is time, and louder when there is not. */
export function WindowNote({ window, conversation }: { window: OpenWindow; conversation: Conversation }) {
  const { state, leftMs } = window;
  const platform = channelLabels[conversation.channel.platform];
  if (leftMs === undefined) return null;
  const isHuman = state.state === 'human_only';
  const text = isHuman
    ? `${platform} takes answers of a person only by now, and for so long.`
    : `${platform} takes answers for so long after the customer last wrote.`;
  return (
    <Tooltip text={text}>
      <p
        className={cx(
          'flex items-center gap-1.5 text-xs',
          leftMs < hurryMs ? 'font-[550] text-warn' : isHuman ? 'text-warn' : 'text-faint',
        )}
      >
        <Hourglass size={12} strokeWidth={2} aria-hidden />
        {isHuman && 'People only · '}
        {left(leftMs)}
        <span className="sr-only">{text}</span>
      </p>
    </Tooltip>
  );
}

const overWords = {
  templates_only: 'The customer has not written for a day: only an approved template can be sent now.',
  over: 'The customer has not written for too long: the platform takes no answer any more.',
  not_begun: 'The customer has to write first: the platform asks for it.',
} as const;

/** In the place of the field: why nothing can be written now, and what can be done instead. */
export function WindowOver({
  window: { state },
  conversation,
}: {
  window: OpenWindow;
  conversation: Conversation;
}) {
  if (state.state === 'open' || state.state === 'human_only' || conversation.channelState === 'gone')
    return null;
  return (
    <p className="flex items-start gap-2 py-3 text-sm text-soft">
      <Hourglass size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-faint" aria-hidden />
      <span>
        {overWords[state.state]}
        {state.state === 'over' && ` Once ${conversation.person.name} writes again, you can answer here.`}
      </span>
    </p>
  );
}

/** "23 h", "1 h 40 min", "12 min": as exact as it matters. */
export function left(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days left`;
  if (hours >= 4) return `${hours} h left`;
  if (hours >= 1) return `${hours} h ${minutes % 60} min left`;
  return `${minutes} min left`;
}
