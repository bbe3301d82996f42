import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { IconButton } from './Button.tsx';
import { TextField, useCapsLock } from './Field.tsx';

interface PasswordFieldProps {
  name: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** `new` lets the browser suggest one, and keep it. */
  kind: 'current' | 'new';
  maxLength: number;
  hint?: ReactNode;
  error?: string | undefined;
  /** After this the password is what one writes again, so it is chosen as a whole. */
  refusal?: Error | null;
}

/** Can be looked at, and says when Caps Lock is on. */
export function PasswordField({ kind, hint, refusal = null, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const { capsLock, watch } = useCapsLock();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (refusal) input.current?.select();
  }, [refusal]);
  return (
    <TextField
      {...watch}
      {...field}
      ref={input}
      type={shown ? 'text' : 'password'}
      autoComplete={`${kind}-password`}
      autoCapitalize="none"
      spellCheck={false}
      hint={capsLock ? 'Caps Lock is on.' : hint}
      end={
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? 'Hide the password' : 'Show the password'}
          size="small"
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}
