import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { searchLengthMax } from '../../fields/contract.ts';

interface WordsInputProps {
  /** Of the key that leads back to it. */
  id: string;
  label: string;
  placeholder: string;
  value: string;
  onChange: (words: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** Written into like a line of text. `f` leads back to it from wherever one is in the list. */
export function WordsInput({ id, label, placeholder, value, onChange, onKeyDown }: WordsInputProps) {
  const field = useRef<HTMLInputElement>(null);
  const back = { id, title: label, group: 'In the list', keys: 'f', keysOnly: true };
  useActions([{ ...back, run: () => field.current?.select() }]);
  useEffect(() => {
    // Whoever comes by a link reads first; whoever asked for it writes.
    if (field.current?.value === '') field.current.focus();
  }, []);
  return (
    <input
      ref={field}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      autoComplete="off"
      maxLength={searchLengthMax}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        // Enter and the arrows belong to whatever puts words together, while it does.
        if (!event.nativeEvent.isComposing) onKeyDown(event);
      }}
      className="h-10 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-faint pointer-coarse:text-[1rem] [&::-webkit-search-cancel-button]:hidden"
    />
  );
}
