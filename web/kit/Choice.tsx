import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Field } from '@base-ui/react/field';
import { Fieldset } from '@base-ui/react/fieldset';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup as BaseRadioGroup } from '@base-ui/react/radio-group';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import Check from 'lucide-react/icons/check';
import { type ReactNode, useContext } from 'react';
import { cx } from './cx.ts';
import { type FieldProps, FormErrorsContext } from './Field.tsx';
import type { Option } from './Select.tsx';

const box =
  'flex shrink-0 items-center justify-center border border-firm bg-raised transition-colors duration-(--leave) hover:border-soft data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent data-disabled:opacity-50';

type ToggleProps = FieldProps & { value: boolean; onChange: (value: boolean) => void; disabled?: boolean };

function Toggle({
  name,
  label,
  hint,
  error,
  className,
  disabled,
  control,
  indent,
}: ToggleProps & { control: ReactNode; indent: string }) {
  const errors = useContext(FormErrorsContext);
  const shown = error ?? errors.errorOf(name);
  return (
    <Field.Root name={name} invalid={shown !== undefined} disabled={disabled ?? false} className={className}>
      <Field.Label className="flex items-start gap-2.5 text-base text-ink">
        <span className="flex h-6 items-center">{control}</span>
        {label}
      </Field.Label>
      {shown ? (
        <Field.Error match className={cx(indent, 'text-sm text-danger')}>
          {shown}
        </Field.Error>
      ) : (
        hint && <Field.Description className={cx(indent, 'text-sm text-faint')}>{hint}</Field.Description>
      )}
    </Field.Root>
  );
}

/** Yes or no, as part of something that is sent later. */
export function Checkbox(props: ToggleProps) {
  const control = (
    <BaseCheckbox.Root
      checked={props.value}
      onCheckedChange={props.onChange}
      className={cx(box, 'size-[1.125rem] rounded-sm')}
    >
      <BaseCheckbox.Indicator className="flex text-on-accent">
        <Check size={13} strokeWidth={3} aria-hidden />
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  return <Toggle {...props} control={control} indent="ml-7" />;
}

/** On or off, and it takes effect at once. */
export function Switch(props: ToggleProps) {
  const control = (
    <BaseSwitch.Root
      checked={props.value}
      onCheckedChange={props.onChange}
      className="flex h-5 w-9 shrink-0 items-center rounded-full border border-firm bg-sunk p-0.5 transition-colors duration-(--arrive) hover:border-soft data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
    >
      <BaseSwitch.Thumb className="size-3.5 rounded-full bg-firm transition-transform duration-(--arrive) data-checked:translate-x-4 data-checked:bg-on-accent" />
    </BaseSwitch.Root>
  );
  return <Toggle {...props} control={control} indent="ml-[2.875rem]" />;
}

/** One of two to five, all of them worth seeing at once. */
export function RadioGroup({
  name,
  label,
  hint,
  error,
  className,
  options,
  value,
  onChange,
}: FieldProps & { options: readonly Option[]; value: string; onChange: (value: string) => void }) {
  const errors = useContext(FormErrorsContext);
  const shown = error ?? errors.errorOf(name);
  return (
    <Field.Root name={name} invalid={shown !== undefined} className={className}>
      <Fieldset.Root
        render={
          <BaseRadioGroup
            value={value}
            onValueChange={(next) => {
              errors.touched(name);
              onChange(String(next));
            }}
            className="flex flex-col gap-2"
          />
        }
      >
        <Fieldset.Legend className="text-sm font-[550] text-ink">{label}</Fieldset.Legend>
        {options.map((option) => (
          <RadioOption key={option.value} option={option} />
        ))}
      </Fieldset.Root>
      {shown ? (
        <Field.Error match className="mt-1 text-sm text-danger">
          {shown}
        </Field.Error>
      ) : (
        hint && <Field.Description className="mt-1 text-sm text-faint">{hint}</Field.Description>
      )}
    </Field.Root>
  );
}

function RadioOption({ option }: { option: Option }) {
  return (
    <Field.Item className="flex flex-col">
      <Field.Label className="flex items-start gap-2.5 text-base">
        <span className="flex h-6 items-center">
          <Radio.Root value={option.value} className={cx(box, 'size-[1.125rem] rounded-full')}>
            <Radio.Indicator className="size-1.5 rounded-full bg-on-accent data-unchecked:hidden" />
          </Radio.Root>
        </span>
        {option.label}
      </Field.Label>
      {option.hint && (
        <Field.Description className="ml-7 text-sm text-faint">{option.hint}</Field.Description>
      )}
    </Field.Item>
  );
}
