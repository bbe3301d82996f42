import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { AlertDialog } from './Dialog.tsx';

/** Asks before words are lost: by a link, by the back button, by closing the tab. */
export default function UnsavedGuard() {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  return (
    <AlertDialog
      open={blocker.state === 'blocked'}
      title="Leave without saving?"
      body="What you wrote here has not been saved and will be lost."
      confirm="Leave"
      cancel="Stay here"
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    />
  );
}
