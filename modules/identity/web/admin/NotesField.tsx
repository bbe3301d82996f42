import { useEffect, useRef, useState } from 'react';
import { TextArea } from '../../../../web/kit/Field.tsx';

const saveAfterMs = 900;

interface NotesFieldProps {
  name: string;
  label: string;
  hint: string;
  maxLength: number;
  /** As it is kept. */
  value: string | null;
  isSaving: boolean;
  error: Error | null;
  onSave: (text: string | null) => void;
}

/** Kept by itself once somebody pauses or goes on; what was written stays in the field when that fails. */
export function NotesField({ value, isSaving, error, onSave, hint, ...field }: NotesFieldProps) {
  const kept = value ?? '';
  const [text, setText] = useState(kept);
  const asked = useRef(kept);
  const latest = useRef({ text, onSave });
  latest.current = { text, onSave };

  const save = () => {
    const next = latest.current.text;
    if (next.trim() === asked.current.trim()) return;
    asked.current = next;
    latest.current.onSave(next.trim() === '' ? null : next);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: every key puts it off.
  useEffect(() => {
    const timer = setTimeout(save, saveAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  // Leaving the page is going on, too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the end.
  useEffect(() => save, []);
  // Somebody else wrote meanwhile: shown where nothing of one's own would be lost.
  useEffect(() => {
    const own = latest.current.text.trim();
    if (own !== asked.current.trim() || own === kept.trim()) return;
    asked.current = kept;
    setText(kept);
  }, [kept]);
  // Refused, it is not kept: the next pause tries again.
  useEffect(() => {
    if (error) asked.current = kept;
  }, [error, kept]);

  const isDirty = text.trim() !== kept.trim();
  return (
    <TextArea
      {...field}
      rows={4}
      value={text}
      onChange={setText}
      onBlur={save}
      error={error ? `Not saved. ${error.message}` : undefined}
      hint={isSaving ? 'Saving' : isDirty ? 'Saved when you pause' : kept === '' ? hint : 'Saved'}
    />
  );
}
