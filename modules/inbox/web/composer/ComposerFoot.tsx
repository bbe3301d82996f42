import SendHorizontal from 'lucide-react/icons/send-horizontal';
import type { RefObject } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { type Conversation, noteLengthMax } from '../../contract.ts';
import { lackingIn } from '../mail/recipients.ts';
import { channelLabels } from '../words.ts';
import { ComposerTools } from './ComposerTools.tsx';
import { type Bringing, useFiles } from './files.ts';
import type { Submit } from './useSubmit.ts';
import type { OpenWindow } from './useWindow.ts';
import { type Mode, useWriting } from './words-kept.ts';

interface ComposerFootProps {
  conversation: Conversation;
  mode: Mode;
  words: string;
  window: OpenWindow;
  onSend: Submit;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** What goes with the words, how much room there is for them, and what sends them. */
export function ComposerFoot({ conversation, mode, words, window, onSend, field }: ComposerFootProps) {
  const files = useFiles(conversation.id);
  const isNote = mode === 'note';
  const isClosed = !isNote && !window.mayWrite;
  const { mail } = useWriting(conversation.id);
  const whyNot = (isNote ? undefined : lackingIn(mail)) ?? whyNotSend(words, isNote ? [] : files, isNote);
  return (
    <div className="flex items-center justify-between gap-2">
      {isNote ? <span /> : <ComposerTools {...{ conversation, window, onSend, field, whyNot }} />}
      {!isClosed && (
        <span className="flex items-center gap-3">
          <Room words={words} conversation={conversation} window={window} isNote={isNote} />
          <Button
            look="primary"
            icon={isNote ? undefined : SendHorizontal}
            onClick={() => onSend()}
            disabledReason={whyNot}
            reasonShown={false}
          >
            {isNote ? 'Keep the note' : 'Send'}
            <Kbd keys="mod+enter" onColour className="max-sm:hidden" />
          </Button>
        </span>
      )}
    </div>
  );
}

function whyNotSend(words: string, files: readonly Bringing[], isNote: boolean): string | undefined {
  if (files.some(({ attachment, error }) => !attachment && !error)) return 'Wait until the files are here.';
  if (words.trim() !== '' || files.some(({ attachment }) => attachment)) {
    return isNote && words.length > noteLengthMax ? 'The note is too long.' : undefined;
  }
  return isNote ? 'Write something first.' : 'Write something, or add a file.';
}

interface RoomProps {
  words: string;
  conversation: Conversation;
  window: OpenWindow;
  isNote: boolean;
}

/** Near the limit, how much room is left; beyond it, that it goes out as several. */
function Room({ words, conversation, window: { bytesMax, lengthMax }, isNote }: RoomProps) {
  const isCountedInBytes = bytesMax !== undefined && !isNote;
  const length = isCountedInBytes ? new TextEncoder().encode(words).length : words.length;
  const most = isNote ? noteLengthMax : (bytesMax ?? lengthMax);
  const left = most - length;
  if (left > most / 10) return null;
  const platform = channelLabels[conversation.channel.platform];
  const text =
    left >= 0 || isNote
      ? `${left} left`
      : `Goes out as ${Math.ceil(length / most)}: ${platform} takes ${most} at a time`;
  return <span className={cx('text-xs', left < 0 && isNote ? 'text-danger' : 'text-faint')}>{text}</span>;
}
