import type { KeyboardEvent, Ref } from 'react';
import { cx } from '../../../../web/kit/cx.ts';

interface WritingFieldProps {
  ref: Ref<HTMLTextAreaElement>;
  person: string;
  isNote: boolean;
  value: string;
  onChange: (words: string) => void;
}

/** Grows with what is written. Escape leads back to where the keys move. */
export function WritingField({ ref, person, isNote, value, onChange }: WritingFieldProps) {
  const leave = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.currentTarget.blur();
  };
  return (
    <textarea
      ref={ref}
      rows={1}
      aria-label={isNote ? 'Note' : `Answer to ${person}`}
      placeholder={isNote ? 'Only colleagues see it. @ brings somebody in.' : `Answer ${person}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={leave}
      className={cx(
        'field-sizing-content max-h-[40dvh] min-h-14 w-full resize-none bg-transparent py-2 text-base leading-normal text-ink',
        'outline-none pointer-coarse:text-[1rem]',
      )}
    />
  );
}
