import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import { cx } from '../../../../web/kit/cx.ts';
import { asksForSavedReplies } from '../replies/saved-replies.ts';
import { useColleagues } from '../useColleagues.ts';
import { MentionList } from './MentionList.tsx';
import { fitting, mentionAt, withMention } from './mentions.ts';

interface WritingFieldProps {
  ref: Ref<HTMLTextAreaElement>;
  person: string;
  isNote: boolean;
  value: string;
  onChange: (words: string) => void;
}

/** Grows with what is written. In a note an @ offers colleagues. Escape leads back to where the keys move. */
export function WritingField({ ref, person, isNote, value, onChange }: WritingFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => field.current!);
  const listId = useId();
  const mention = useMention(isNote, value, field, onChange);
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (mention.pressed(event)) return event.preventDefault();
    if (!isNote && asksForSavedReplies(event, value)) return event.preventDefault();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.currentTarget.blur();
  };
  const isListed = mention.people.length > 0;
  return (
    <div className="relative">
      {isListed && <MentionList id={listId} {...mention} />}
      <textarea
        ref={field}
        rows={1}
        aria-label={isNote ? 'Note' : `Answer to ${person}`}
        placeholder={isNote ? 'Only colleagues see it. @ brings somebody in.' : `Answer ${person}`}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          mention.look(event.target.selectionStart);
        }}
        onSelect={(event) => mention.look(event.currentTarget.selectionStart)}
        onBlur={() => mention.look(undefined)}
        onKeyDown={press}
        {...(isListed && {
          role: 'combobox',
          'aria-expanded': true,
          'aria-controls': listId,
          'aria-activedescendant': `${listId}-${mention.at}`,
        })}
        className={cx(
          'field-sizing-content max-h-[40dvh] min-h-14 w-full resize-none bg-transparent py-2 text-base leading-normal text-ink',
          'outline-none pointer-coarse:text-[1rem]',
        )}
      />
    </div>
  );
}

function useMention(
  isOn: boolean,
  text: string,
  field: { readonly current: HTMLTextAreaElement | null },
  onChange: (words: string) => void,
) {
  const { members } = useColleagues();
  const [caret, setCaret] = useState<number>();
  const [at, setAt] = useState(0);
  const written = isOn && caret !== undefined ? mentionAt(text, caret) : undefined;
  const people = written ? fitting(members, written.words) : [];
  const chosen = Math.min(at, Math.max(0, people.length - 1));
  const choose = (index: number) => {
    const person = people[index];
    if (!person || !written || caret === undefined) return;
    const next = withMention(text, written.from, caret, person.name);
    onChange(next.text);
    setCaret(undefined);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  const move = (by: number) => setAt((chosen + by + people.length) % people.length);
  return {
    people,
    at: chosen,
    choose,
    look: (next: number | undefined) => {
      setCaret(next);
      if (next !== caret) setAt(0);
    },
    /** Whether a key was meant for the list. */
    pressed: (event: KeyboardEvent): boolean => {
      if (people.length === 0 || event.metaKey || event.ctrlKey) return false;
      if (event.key === 'ArrowDown') move(1);
      else if (event.key === 'ArrowUp') move(-1);
      else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen);
      else if (event.key === 'Escape') setCaret(undefined);
      else return false;
      return true;
    },
  };
}
