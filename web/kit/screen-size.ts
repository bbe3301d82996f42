import { useSyncExternalStore } from 'react';

/** The same width as the `sm:` classes: below it is a phone. */
const phone = typeof matchMedia === 'undefined' ? undefined : matchMedia('(width < 40rem)');

export const useIsPhone = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      phone?.addEventListener('change', changed);
      return () => phone?.removeEventListener('change', changed);
    },
    () => phone?.matches ?? false,
  );
