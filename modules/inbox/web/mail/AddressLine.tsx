import X from 'lucide-react/icons/x';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { MailAddress } from '../../contract.ts';
import { type Line, type MailDraft, settleLine } from './recipients.ts';

interface Props {
  line: Line;
  label: string;
  draft: MailDraft;
  onChange: (draft: MailDraft) => void;
}

/** Addresses that can each be taken out; what is written becomes one at a comma, at Enter, or on leaving. */
export function AddressLine({ line, label, draft, onChange }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isTried, setTried] = useState(false);
  const text = draft.loose[line];
  const write = (next: string) => {
    setTried(false);
    // A comma ends an address; one within a name is waited out until there is an address.
    if (/[,;]\s*$/.test(next)) onChange(settleLine(draft, line, next));
    else onChange({ ...draft, loose: { ...draft.loose, [line]: next } });
  };
  const settle = () => {
    if (text.trim() === '') return;
    setTried(true);
    onChange(settleLine(draft, line));
  };
  const drop = (address: string) => {
    onChange({ ...draft, [line]: draft[line].filter((one) => one.address !== address) });
    field.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.nativeEvent.isComposing) return;
    const last = draft[line].at(-1);
    if (event.key === 'Enter') {
      event.preventDefault();
      settle();
    } else if (event.key === 'Backspace' && text === '' && last) drop(last.address);
  };
  const isWrong = isTried && text.trim() !== '';
  return (
    <div className="flex items-start gap-2 border-b border-line">
      <label htmlFor={id} className="w-14 shrink-0 py-2 text-faint pointer-coarse:py-3">
        {label}
      </label>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1 py-1">
        {draft[line].map((person) => (
          <Chip key={person.address} person={person} label={label} onDrop={() => drop(person.address)} />
        ))}
        <input
          ref={field}
          id={id}
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? `${id}-why` : undefined}
          onChange={(event) => write(event.target.value)}
          onBlur={settle}
          onKeyDown={press}
          className="h-7 min-w-32 flex-1 bg-transparent px-1 text-ink outline-offset-[-2px] pointer-coarse:h-9 pointer-coarse:text-[1rem]"
        />
        {isWrong && (
          <p id={`${id}-why`} role="alert" className="w-full px-1 text-xs text-danger">
            This is no address.
          </p>
        )}
      </div>
    </div>
  );
}

interface ChipProps {
  person: MailAddress;
  label: string;
  onDrop: () => void;
}

function Chip({ person: { name, address }, label, onDrop }: ChipProps) {
  return (
    <span
      title={name ? address : undefined}
      className="inline-flex h-7 max-w-full items-center gap-0.5 rounded-md border border-line bg-raised pl-2 pointer-coarse:h-9"
    >
      <span className="truncate">{name ?? address}</span>
      <button
        type="button"
        aria-label={`Take ${name ?? address} out of ${label}`}
        onClick={onDrop}
        className="flex size-6 items-center justify-center rounded-sm text-faint hover:text-ink pointer-coarse:size-9"
      >
        <X size={13} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}
