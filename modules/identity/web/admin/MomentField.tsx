import { TextField } from '../../../../web/kit/Field.tsx';
import { zoneLabel } from './words.ts';

interface MomentFieldProps {
  name: string;
  label: string;
  zone: string;
  /** What the clocks of the zone show then: `2026-12-01T09:30`. */
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  hint?: string;
}

/** A date and a time, by the clocks of a zone that is always said. */
export function MomentField({ zone, hint, ...field }: MomentFieldProps) {
  return (
    <TextField
      {...field}
      type="datetime-local"
      className="w-64 max-w-full"
      hint={hint ?? `By the clocks of ${zoneLabel(zone)}.`}
    />
  );
}
