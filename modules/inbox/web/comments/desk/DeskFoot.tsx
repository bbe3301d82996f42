import SendHorizontal from 'lucide-react/icons/send-horizontal';
import type { RefObject } from 'react';
import { Button } from '../../../../../web/kit/Button.tsx';
import { cx } from '../../../../../web/kit/cx.ts';
import { Kbd } from '../../../../../web/kit/Kbd.tsx';
import type { Comment } from '../../../comments/contract.ts';
import type { ReplyTemplateId } from '../../../replies/contract.ts';
import { SavedTool } from '../../replies/SavedTool.tsx';
import { withSaved } from '../../replies/saved-replies.ts';
import { calledOf } from '../words.ts';
import { isNarrow, lengthLeft } from './room.ts';
import { type Mode, write, writingTo } from './words-kept.ts';

interface DeskFootProps {
  comment: Comment;
  mode: Mode;
  words: string;
  field: RefObject<HTMLTextAreaElement | null>;
  onSend: () => void;
}

const sends: Record<Mode, string> = { public: 'Answer', private: 'Send in private', note: 'Keep the note' };

/** What is written already, how much room there is for the words, and what sends them. */
export function DeskFoot({ comment, mode, words, field, onSend }: DeskFootProps) {
  const left = lengthLeft(comment, mode, words.trim());
  const isAnew = mode === 'public' && comment.kind === 'review' && comment.repliedAt !== null;
  const whyNot =
    words.trim() === ''
      ? 'Write something first.'
      : left < 0
        ? 'This is too long for the platform.'
        : undefined;
  return (
    <div className="flex items-center justify-end gap-3">
      {mode !== 'note' && <Saved {...{ comment, mode, field }} />}
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
        {isAnew ? 'Change the answer' : sends[mode]}
        <Kbd keys="mod+enter" onColour className="max-sm:hidden" />
      </Button>
    </div>
  );
}

type SavedProps = Pick<DeskFootProps, 'comment' | 'field'> & { mode: Exclude<Mode, 'note'> };

function Saved({ comment, mode, field }: SavedProps) {
  const { id, channel } = comment;
  const putIn = (words: string, replyId: ReplyTemplateId) => {
    const writing = writingTo(id);
    const used = [...writing.used, { id: replyId, mode }];
    write(id, { [mode]: withSaved(writing[mode], words), refusal: undefined, used });
    requestAnimationFrame(() => field.current?.focus());
  };
  return (
    <span className="mr-auto -ml-2">
      <SavedTool
        id="comments.saved"
        group="With the comment"
        answered={{ name: calledOf(comment), channel }}
        onChoose={putIn}
      />
    </span>
  );
}
