import SendHorizontal from 'lucide-react/icons/send-horizontal';
import { Button } from '../../../../../web/kit/Button.tsx';
import { cx } from '../../../../../web/kit/cx.ts';
import { Kbd } from '../../../../../web/kit/Kbd.tsx';
import type { Comment } from '../../../comments/contract.ts';
import { isNarrow, lengthLeft } from './room.ts';
import type { Mode } from './words-kept.ts';

interface DeskFootProps {
  comment: Comment;
  mode: Mode;
  words: string;
  onSend: () => void;
}

const sends: Record<Mode, string> = { public: 'Answer', private: 'Send in private', note: 'Keep the note' };

/** How much room there is for the words, and what sends them. */
export function DeskFoot({ comment, mode, words, onSend }: DeskFootProps) {
  const left = lengthLeft(comment, mode, words.trim());
  const whyNot =
    words.trim() === ''
      ? 'Write something first.'
      : left < 0
        ? 'This is too long for the platform.'
        : undefined;
  return (
    <div className="flex items-center justify-end gap-3">
      {isNarrow(comment, mode, left) && (
        <span className={cx('text-xs', left < 0 ? 'text-danger' : 'text-faint')}>{`${left} left`}</span>
      )}
      <Button
        look="primary"
        icon={mode === 'note' ? undefined : SendHorizontal}
        onClick={onSend}
        disabledReason={whyNot}
        reasonShown={false}
      >
        {sends[mode]}
        <Kbd keys="mod+enter" onColour className="max-sm:hidden" />
      </Button>
    </div>
  );
}
