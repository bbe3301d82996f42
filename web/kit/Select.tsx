import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import { Select as BaseSelect } from '@base-ui/react/select';
import Check from 'lucide-react/icons/check';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { useCallback, useContext, useState } from 'react';
import { cx } from './cx.ts';
import { controlClass, Field, type FieldProps, FormErrorsContext } from './Field.tsx';
import { landmarkOf } from './popup.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
  /** A second line: what it means. */
  readonly hint?: string;
}

type Props = FieldProps & {
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
};

const itemClass =
  'grid cursor-default grid-cols-[1rem_1fr] items-baseline gap-2 rounded-sm px-2 py-1.5 text-base outline-none select-none data-highlighted:bg-hover pointer-coarse:py-2.5';
const listClass =
  'max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0';

function ItemText({ option }: { option: Option }) {
  return (
    <span className="col-start-2">
      {option.label}
      {option.hint && <span className="block text-sm text-faint">{option.hint}</span>}
    </span>
  );
}

/** The list is put into the part of the page its field stands in. */
function usePlace() {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const findPlace = useCallback((element: HTMLElement | null) => setPlace(landmarkOf(element)), []);
  return [place, findPlace] as const;
}

/** One of a few. With many, or when people know the name and would rather write it: Combobox. */
export function Select({ options, value, onChange, placeholder = 'Choose', ...field }: Props) {
  const { touched } = useContext(FormErrorsContext);
  const [place, findPlace] = usePlace();
  return (
    <Field {...field}>
      <BaseSelect.Root
        items={options.map(({ value, label }) => ({ value, label }))}
        value={value === '' ? null : value}
        onValueChange={(next) => {
          touched(field.name);
          onChange(next ?? '');
        }}
      >
        <BaseSelect.Trigger
          ref={findPlace}
          className={cx(controlClass, 'flex h-9 items-center justify-between gap-2 pointer-coarse:h-11')}
        >
          <BaseSelect.Value placeholder={placeholder} className="truncate data-placeholder:text-faint" />
          <ChevronsUpDown size={15} className="shrink-0 text-faint" aria-hidden />
        </BaseSelect.Trigger>
        <BaseSelect.Portal className="absolute" container={place}>
          <BaseSelect.Positioner
            positionMethod="fixed"
            sideOffset={4}
            alignItemWithTrigger={false}
            className="z-50 outline-none"
          >
            <BaseSelect.Popup className="popup min-w-(--anchor-width)">
              <BaseSelect.List className={listClass}>
                {options.map((option) => (
                  <BaseSelect.Item key={option.value} value={option.value} className={itemClass}>
                    <BaseSelect.ItemIndicator className="col-start-1 self-center">
                      <Check size={15} className="text-accent" aria-hidden />
                    </BaseSelect.ItemIndicator>
                    <BaseSelect.ItemText render={<ItemText option={option} />} />
                  </BaseSelect.Item>
                ))}
              </BaseSelect.List>
            </BaseSelect.Popup>
          </BaseSelect.Positioner>
        </BaseSelect.Portal>
      </BaseSelect.Root>
    </Field>
  );
}

type Details = BaseCombobox.Root.ChangeEventDetails;

/** Escape leaves the field as it is, and closes what it stands in: nobody means to empty a field by leaving it. */
function isEscape(details: Details): boolean {
  if (details.reason !== 'escape-key') return false;
  details.cancel();
  details.allowPropagation();
  return true;
}

/** One of many, found by writing. */
export function Combobox({ options, value, onChange, placeholder, ...field }: Props) {
  const { touched } = useContext(FormErrorsContext);
  const [place, findPlace] = usePlace();
  return (
    <Field {...field}>
      <BaseCombobox.Root
        items={options}
        value={options.find((option) => option.value === value) ?? null}
        onValueChange={(next: Option | null, details) => {
          if (isEscape(details)) return;
          touched(field.name);
          onChange(next?.value ?? '');
        }}
        onInputValueChange={(_, details) => void isEscape(details)}
        isItemEqualToValue={(item: Option, chosen: Option) => item.value === chosen.value}
        limit={80}
        autoHighlight
      >
        <BaseCombobox.InputGroup ref={findPlace} className="relative">
          <BaseCombobox.Input
            placeholder={placeholder}
            className={cx(controlClass, 'h-9 pr-10 pointer-coarse:h-11')}
          />
          <BaseCombobox.Trigger
            aria-label={`Show ${field.label.toLowerCase()} list`}
            className="absolute inset-y-0 right-0 flex w-10 items-center justify-center text-faint"
          >
            <ChevronsUpDown size={15} aria-hidden />
          </BaseCombobox.Trigger>
        </BaseCombobox.InputGroup>
        <BaseCombobox.Portal className="absolute" container={place}>
          <BaseCombobox.Positioner positionMethod="fixed" sideOffset={4} className="z-50 outline-none">
            <BaseCombobox.Popup className="popup w-(--anchor-width)">
              <BaseCombobox.Empty>
                <p className="px-3 py-3 text-sm text-soft">Nothing is called that.</p>
              </BaseCombobox.Empty>
              <BaseCombobox.List className={listClass}>
                {(option: Option) => <ComboboxOption key={option.value} option={option} />}
              </BaseCombobox.List>
            </BaseCombobox.Popup>
          </BaseCombobox.Positioner>
        </BaseCombobox.Portal>
      </BaseCombobox.Root>
    </Field>
  );
}

function ComboboxOption({ option }: { option: Option }) {
  return (
    <BaseCombobox.Item value={option} className={itemClass}>
      <BaseCombobox.ItemIndicator className="col-start-1 self-center">
        <Check size={15} className="text-accent" aria-hidden />
      </BaseCombobox.ItemIndicator>
      <ItemText option={option} />
    </BaseCombobox.Item>
  );
}
