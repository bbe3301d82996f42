import ChevronDown from 'lucide-react/icons/chevron-down';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { controlClass } from '../../../../web/kit/Field.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { searchLengthMin } from '../../texts/contract.ts';

const askAfterMs = 250;

/** What a list is sifted by, in one line that breaks on a phone. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2 pt-1 pb-3">{children}</div>;
}

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Asks once somebody pauses. `/` leads here from anywhere on the page. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  // The address has changed by something else: Back, or a filter that was cleared.
  useEffect(() => setText(value), [value]);
  const settled = useRef(onChange);
  settled.current = onChange;
  useEffect(() => {
    const words = text.trim();
    const next = words.length < searchLengthMin ? '' : words;
    if (next === value) return;
    const timer = setTimeout(() => settled.current(next), askAfterMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  useActions([
    { id: `search:${label}`, title: label, group: 'This page', keys: '/', run: () => field.current?.focus() },
  ]);
  const tooShort = text.trim() !== '' && text.trim().length < searchLengthMin;
  return (
    <span className="relative w-72 max-w-full max-sm:w-full">
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto text-faint"
      />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={120}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={cx(controlClass, 'h-9 pl-8 pointer-coarse:h-11')}
      />
      <span role="status" className={tooShort ? 'absolute top-full left-0 text-xs text-faint' : 'sr-only'}>
        {tooShort && 'Three letters or more.'}
      </span>
    </span>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One of a few, each seen at once: the list shows one part of itself at a time. */
export function FilterTabs({
  name,
  label,
  choices,
}: {
  name: string;
  label: string;
  choices: readonly Choice[];
}) {
  const [search] = useSearchParams();
  const chosen = search.get(name) ?? '';
  const to = (value: string) => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    return { search: next.toString() };
  };
  return (
    <nav aria-label={label} className="-mt-1 flex gap-6 overflow-x-auto border-b border-line">
      {choices.map((choice) => (
        <Link
          key={choice.value}
          to={to(choice.value)}
          replace
          preventScrollReset
          aria-current={choice.value === chosen ? 'true' : undefined}
          className="-mb-px border-b-2 border-transparent pt-2 pb-2 whitespace-nowrap text-soft outline-offset-[-2px] transition-colors duration-(--leave) hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
        >
          {choice.label}
        </Link>
      ))}
    </nav>
  );
}

interface FilterMenuProps {
  /** What it is about: "Kind". */
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
}

/** One of several, of which the first is no filter. */
export function FilterMenu({ label, choices, value, onChange }: FilterMenuProps) {
  const chosen = choices.find((choice) => choice.value === value) ?? choices[0]!;
  return (
    <Menu
      align="start"
      trigger={
        <Button aria-label={`${label}: ${chosen.label}`}>
          {chosen.label}
          <ChevronDown size={15} aria-hidden className="-mr-1 text-faint" />
        </Button>
      }
      items={choices.map((choice) => ({ label: choice.label, onSelect: () => onChange(choice.value) }))}
    />
  );
}

/** A filter that was set from elsewhere, and can only be taken away here. */
export function FilterChip({ children, onClear }: { children: ReactNode; onClear: () => void }) {
  return (
    <span className="inline-flex h-9 items-center gap-1 rounded-md bg-wash pr-1 pl-3 text-sm text-accent">
      {children}
      <IconButton icon={X} label="Take this filter away" size="small" onClick={onClear} />
    </span>
  );
}
