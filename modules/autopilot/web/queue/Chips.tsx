import { cx } from '../../../../web/kit/cx.ts';

interface ChipsProps<T extends string> {
  label: string;
  options: readonly { readonly value: T; readonly label: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** One of a few, all in sight: which part of a list is shown. */
export function Chips<T extends string>({ label, options, value, onChange }: ChipsProps<T>) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cx(
            'rounded-md px-2 py-1 text-sm whitespace-nowrap pointer-coarse:py-2',
            option.value === value ? 'bg-wash font-[550] text-accent' : 'text-soft hover:bg-hover',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
