import { Field as Base } from '@base-ui/react/field';
import { type ComponentProps, createContext, type ReactNode, useContext, useState } from 'react';
import { cx } from './cx.ts';

/** What a form tells its fields: the server's words for a field, and that the person has touched it since. */
export interface FormErrors {
  readonly errorOf: (name: string) => string | undefined;
  readonly touched: (name: string) => void;
}
export const FormErrorsContext = createContext<FormErrors>({ errorOf: () => undefined, touched: () => {} });

export interface FieldProps {
  /** The name in the request's body: the server's field errors find the field by it. */
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Said beside the label, for the few fields that may stay empty. */
  optional?: boolean;
  className?: string | undefined;
}

export const controlClass = cx(
  'w-full rounded-md border border-firm bg-raised px-3 text-base text-ink transition-colors duration-(--leave)',
  'hover:border-soft focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-accent',
  'data-invalid:border-danger aria-invalid:border-danger disabled:bg-sunk disabled:text-faint',
  'pointer-coarse:text-[1rem]',
);

/** Label, control, hint and error, tied together for a screen reader. The error takes the hint's place. */
export function Field({
  name,
  label,
  hint,
  error,
  optional,
  className,
  children,
}: FieldProps & { children: ReactNode }) {
  const errors = useContext(FormErrorsContext);
  const shown = error ?? errors.errorOf(name);
  return (
    <Base.Root
      name={name}
      invalid={shown !== undefined}
      className={cx('flex min-w-0 flex-col gap-1.5', className)}
    >
      <Base.Label className="text-sm font-[550] text-ink">
        {label}
        {optional && <span className="font-normal text-faint">{' optional'}</span>}
      </Base.Label>
      {children}
      {shown ? (
        <Base.Error match className="text-sm text-danger">
          {shown}
        </Base.Error>
      ) : (
        hint && <Base.Description className="text-sm text-faint">{hint}</Base.Description>
      )}
    </Base.Root>
  );
}

type TextFieldProps = FieldProps &
  Omit<ComponentProps<'input'>, 'name' | 'value' | 'onChange' | 'defaultValue' | keyof FieldProps> & {
    value: string;
    onChange: (value: string) => void;
    /** Inside the frame at the end: a unit, a button. */
    end?: ReactNode;
  };

export function TextField({
  name,
  label,
  hint,
  error,
  optional,
  className,
  onChange,
  end,
  ...input
}: TextFieldProps) {
  const { touched } = useContext(FormErrorsContext);
  return (
    <Field {...{ name, label, hint, error, optional: optional ?? false, className }}>
      <span className="relative flex">
        <Base.Control
          {...input}
          onValueChange={(value) => {
            touched(name);
            onChange(value);
          }}
          className={cx(controlClass, 'h-9 pointer-coarse:h-11', Boolean(end) && 'pr-11')}
        />
        {end && <span className="absolute inset-y-0 right-0.5 flex items-center">{end}</span>}
      </span>
    </Field>
  );
}

type TextAreaProps = FieldProps &
  Omit<ComponentProps<'textarea'>, 'name' | 'value' | 'onChange' | keyof FieldProps> & {
    value: string;
    onChange: (value: string) => void;
  };

/** Grows with what is written. Near its limit it counts what is left, and says so once, not at every key. */
export function TextArea({
  name,
  label,
  hint,
  error,
  optional,
  className,
  value,
  onChange,
  ...area
}: TextAreaProps) {
  const { touched } = useContext(FormErrorsContext);
  const left = area.maxLength === undefined ? undefined : area.maxLength - value.length;
  const near =
    left !== undefined && area.maxLength !== undefined && left <= Math.max(20, area.maxLength / 10);
  return (
    <Field
      {...{ name, label, error, optional: optional ?? false, className }}
      hint={near ? `${left} characters left` : hint}
    >
      <Base.Control
        value={value}
        onValueChange={(next) => {
          touched(name);
          onChange(next);
        }}
        render={
          <textarea
            rows={3}
            {...area}
            className={cx(
              controlClass,
              'field-sizing-content max-h-[40dvh] min-h-20 resize-y py-2 leading-normal',
            )}
          />
        }
      />
    </Field>
  );
}

/** Whether Caps Lock is on, as far as a key pressed in the field tells. */
export function useCapsLock() {
  const [on, setOn] = useState(false);
  const look = (event: { getModifierState(key: string): boolean }) =>
    setOn(event.getModifierState('CapsLock'));
  return { capsLock: on, watch: { onKeyDown: look, onKeyUp: look, onBlur: () => setOn(false) } };
}
