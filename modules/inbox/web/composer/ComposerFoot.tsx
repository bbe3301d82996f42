import SendHorizontal from 'lucide-react/icons/send-horizontal';
import type { RefObject } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { type Conversation, noteLengthMax, windowOf } from '../../contract.ts';
import { channelLabels } from '../words.ts';
import type { Wish } from './outbox.ts';
import type { Mode } from './words-kept.ts';

interface ComposerFootProps {
  conversation: Conversation;
  mode: Mode;
  words: string;
  isClosed: boolean;
  onSend: (more?: Wish) => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** What goes with the words, how many there may be, and what sends them. */
export function ComposerFoot({ conversation, mode, words, isClosed, onSend }: ComposerFootProps) {
  const isNote = mode === 'note';
  return (
    <div className="flex items-center justify-between gap-2">
      <span className="flex items-center gap-1" />
      <span className="flex items-center gap-3">
        {!isClosed && <Room words={words} conversation={conversation} isNote={isNote} />}
        {!isClosed && (
          <Button
            look="primary"
            icon={isNote ? undefined : SendHorizontal}
            onClick={() => onSend()}
            disabledReason={words.trim() === '' ? 'Write something first.' : undefined}
            reasonShown={false}
          >
            {isNote ? 'Keep the note' : 'Send'}
            <Kbd keys="mod+enter" onColour className="max-sm:hidden" />
          </Button>
        )}
      </span>
    </div>
  );
}

/** Near the limit, how much room is left; beyond it, that it goes out as several. */
function Room({
  words,
  conversation,
  isNote,
}: {
  words: string;
  conversation: Conversation;
  isNote: boolean;
}) {
  const { lengthMax, bytesMax } = windowOf(conversation.channel.platform);
  const length = bytesMax === undefined || isNote ? words.length : new TextEncoder().encode(words).length;
  const most = isNote ? noteLengthMax : (bytesMax ?? lengthMax);
  const left = most - length;
  if (left > most / 10) return null;
  const text =
    left >= 0 || isNote
      ? `${left} left`
      : `Goes out as ${Math.ceil(length / most)}: ${channelLabels[conversation.channel.platform]} takes ${most} at a time`;
  return <span className={cx('text-xs', left < 0 && isNote ? 'text-danger' : 'text-faint')}>{text}</span>;
}
