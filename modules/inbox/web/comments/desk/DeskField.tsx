import CircleSlash from 'lucide-react/icons/circle-slash';
import type { KeyboardEvent, Ref } from 'react';
import { cx } from '../../../../../web/kit/cx.ts';
import type { Comment } from '../../../comments/contract.ts';
import { asksForSavedReplies } from '../../replies/saved-replies.ts';
import { nameOf } from '../words.ts';
import type { Mode } from './words-kept.ts';

interface DeskFieldProps {
  ref: Ref<HTMLTextAreaElement>;
  comment: Comment;
  mode: Mode;
  /** In the place of the field: why nothing can be written. */
  refusal: string | undefined;
  value: string;
  onChange: (words: string) => void;
}

/** Grows with what is written. Escape leads back to where the keys move. */
export function DeskField({ ref, comment, mode, refusal, value, onChange }: DeskFieldProps) {
  const name = nameOf(comment);
  const isAnew = comment.kind === 'review' && comment.repliedAt !== null;
  const [label, placeholder] = {
    public: [
      `Answer to ${name}`,
      isAnew
        ? 'Write the answer anew: it takes the place of this one'
        : `Answer ${name} where everybody sees it`,
    ],
    private: [`Private answer to ${name}`, `Write ${name} a message of their own`],
    note: ['Note', 'Only colleagues see it'],
  }[mode] as [string, string];
  if (refusal) {
    return (
      <p className="flex items-start gap-2 py-3 text-sm text-soft">
        <CircleSlash size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-faint" aria-hidden />
        {refusal}
      </p>
    );
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (mode !== 'note' && asksForSavedReplies(event, value)) return event.preventDefault();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.currentTarget.blur();
  };
  return (
    <textarea
      ref={ref}
      rows={1}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={press}
      className={cx(
        'field-sizing-content max-h-[40dvh] min-h-14 w-full resize-none bg-transparent py-2 text-base leading-normal text-ink',
        'outline-none pointer-coarse:text-[1rem]',
      )}
    />
  );
}
