import { useState } from 'react';
import { cx } from '../../../../web/kit/cx.ts';
import { controlClass } from '../../../../web/kit/Field.tsx';
import { timeOf } from './hours.ts';

interface TimeInputProps {
  label: string;
  value: string;
  isWrong: boolean;
  onChange: (value: string) => void;
}

/** A time of the day, written as the week shows it: `9`, `930` and `9:30 pm` are understood as well. */
export function TimeInput({ label, value, isWrong, onChange }: TimeInputProps) {
  const [written, setWritten] = useState<string>();
  const take = (text: string) => {
    const time = timeOf(text);
    if (time && time !== value) onChange(time);
  };
  return (
    <input
      type="text"
      inputMode="text"
      autoComplete="off"
      maxLength={8}
      placeholder="09:00"
      aria-label={label}
      aria-invalid={isWrong || undefined}
      value={written ?? value}
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => {
        setWritten(target.value);
        // Whole already: it counts before the field is left.
        if (/^\d\d:\d\d$/.test(target.value)) take(target.value);
      }}
      onBlur={() => {
        if (written !== undefined) take(written);
        setWritten(undefined);
      }}
      className={cx(controlClass, 'h-9 w-20! text-center pointer-coarse:h-11')}
    />
  );
}
