import { PasswordField } from '../../../web/kit/PasswordField.tsx';
import { passwordLengthMax, passwordLengthMin } from '../sign-in/contract.ts';

interface NewPasswordFieldProps {
  name: string;
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** They have tried to send it. */
  tried: boolean;
}

/** Says in words how good a password is while it is written. The server has the last word: it knows the common ones. */
export function NewPasswordField({
  name,
  label = 'Password',
  value,
  onChange,
  tried,
}: NewPasswordFieldProps) {
  return (
    <PasswordField
      name={name}
      label={label}
      kind="new"
      maxLength={passwordLengthMax}
      value={value}
      hint={adviceOn(value)}
      error={tried ? whyNot(value) : undefined}
      onChange={onChange}
    />
  );
}

export const isLongEnough = (password: string): boolean => password.length >= passwordLengthMin;

function whyNot(password: string): string | undefined {
  if (password === '') return 'Write a password.';
  return isLongEnough(password) ? undefined : `At least ${passwordLengthMin} characters.`;
}

const distinctMin = 5;
const goodLength = 16;

function adviceOn(password: string): string {
  const missing = passwordLengthMin - password.length;
  if (password === '')
    return `At least ${passwordLengthMin} characters. Three or four unrelated words do well.`;
  if (missing > 0) return missing === 1 ? 'One character more.' : `${missing} characters more.`;
  if (new Set(password).size < distinctMin)
    return 'Long enough, but the same few characters are guessed early.';
  if (password.length < goodLength) return 'Good. Another word would make it strong.';
  return 'Strong.';
}
