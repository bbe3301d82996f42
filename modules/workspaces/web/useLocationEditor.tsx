import { lazy, Suspense, useState } from 'react';
import { type Draft, useSaveLocation } from './locations.ts';

/** Only when somebody writes: the list does not wait for what a form needs. */
const LocationForm = lazy(() => import('./LocationForm.tsx'));

/** The form over the page: closed as soon as it is sent, open again with its words when the server refuses them. */
export function useLocationEditor() {
  const [draft, setDraft] = useState<Draft>();
  const [isOpen, setOpen] = useState(false);
  const { save, error, reset } = useSaveLocation(draft, () => setDraft(undefined));
  const show = (next: Draft | undefined) => {
    reset();
    setDraft(next);
    setOpen(next !== undefined);
  };
  const form = draft && (isOpen || error) && (
    <Suspense>
      <LocationForm
        key={draft.id}
        draft={draft}
        error={error}
        onClose={() => show(undefined)}
        onSave={(next) => {
          setDraft(next);
          setOpen(false);
          save(next);
        }}
      />
    </Suspense>
  );
  return { edit: show, form };
}
