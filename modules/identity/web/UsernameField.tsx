import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, callWith } from '../../../web/kit/api.ts';
import { TextField } from '../../../web/kit/Field.tsx';
import { getPerson, Username } from '../profile/contract.ts';

const askAfterMs = 350;

interface UsernameFieldProps {
  value: string;
  saved: string;
  onChange: (value: string) => void;
}

/** Says whether a name is free before it is sent. Two may take it at the same moment: the server has the last word. */
export function UsernameField({ value, saved, onChange }: UsernameFieldProps) {
  const parsed = Username.safeParse(value);
  const wanted = value.trim() !== '' && parsed.success && parsed.data !== saved ? parsed.data : undefined;
  const isFree = useIsFree(wanted);
  const problem =
    value.trim() !== '' && !parsed.success
      ? parsed.error.issues[0]?.message
      : isFree === false
        ? 'Somebody else has this username.'
        : undefined;
  return (
    <TextField
      name="username"
      label="Username"
      optional
      hint={wanted && isFree ? `${wanted} is free.` : 'For colleagues to mention you by: @ada.'}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={120}
      value={value}
      error={problem}
      onChange={onChange}
    />
  );
}

/** Undefined while it is not known. */
function useIsFree(username: string | undefined): boolean | undefined {
  const [settled, setSettled] = useState(username);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(username), askAfterMs);
    return () => clearTimeout(timer);
  }, [username]);
  const { data } = useQuery({
    queryKey: [getPerson.path, 'is free', settled],
    queryFn: () => isFree(settled!),
    enabled: settled !== undefined,
  });
  return settled === username ? data : undefined;
}

const isFree = (username: string): Promise<boolean> =>
  callWith(getPerson, { params: { username } }).then(
    () => false,
    (error: unknown) => {
      if (error instanceof ApiError && error.code === 'identity.person_not_found') return true;
      throw error;
    },
  );
