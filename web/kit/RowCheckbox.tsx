interface RowCheckboxProps {
  /** Said, not shown: the row beside it is the label for the eye. */
  label: string;
  checked: boolean;
  /** Some of what it stands for, and not all. */
  indeterminate?: boolean;
  onChange: (checked: boolean) => void;
}

/** The browser's own checkbox in our clothes: a list of rows needs nothing more, and loads nothing more. */
export function RowCheckbox({ label, checked, indeterminate = false, onChange }: RowCheckboxProps) {
  return (
    <span className="relative flex size-[1.125rem]">
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        ref={(box) => {
          if (box) box.indeterminate = indeterminate;
        }}
        onChange={(event) => onChange(event.target.checked)}
        className="peer size-full appearance-none rounded-sm border border-firm bg-raised transition-colors duration-(--leave) checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent hover:border-soft pointer-coarse:after:absolute pointer-coarse:after:-inset-3"
      />
      <svg
        viewBox="0 0 18 18"
        aria-hidden="true"
        fill="none"
        strokeWidth="2.2"
        className="pointer-events-none absolute inset-0 hidden stroke-on-accent peer-checked:block peer-indeterminate:block"
      >
        <path d={indeterminate ? 'M5 9h8' : 'm4.500 9.200 3 3 6-6.500'} />
      </svg>
    </span>
  );
}
