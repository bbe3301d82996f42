import { TextField } from '../../../../web/kit/Field.tsx';

interface LastDayFieldProps {
  value: string;
  onChange: (value: string) => void;
}

export const LastDayField = (field: LastDayFieldProps) => (
  <TextField
    name="expiresAt"
    label="Last day"
    optional
    type="date"
    hint="After it, no answer stands on this any more."
    {...field}
  />
);
