import { useEffect, useRef } from 'react';
import { TextField } from './Field.tsx';

const digits = 6;

interface CodeFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** As soon as the last digit stands there, typed, pasted or filled in by the phone. */
  onComplete: (code: string) => void;
  error?: string | undefined;
  refusal?: Error | null;
}

/** The six digits of an authenticator app, in the groups it shows them in. */
export function CodeField({ value, onChange, onComplete, error, refusal = null }: CodeFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (refusal) input.current?.select();
  }, [refusal]);
  const change = (text: string) => {
    const code = text.replace(/\D/g, '').slice(0, digits);
    onChange(code.length > 3 ? `${code.slice(0, 3)} ${code.slice(3)}` : code);
    if (code.length === digits && code !== value.replace(/\D/g, '')) onComplete(code);
  };
  return (
    <TextField
      ref={input}
      name="code"
      label="Code"
      hint="Six digits, as your authenticator app shows them."
      inputMode="numeric"
      autoComplete="one-time-code"
      value={value}
      error={error}
      onChange={change}
    />
  );
}
