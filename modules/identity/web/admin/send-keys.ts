import { useActions } from '../../../../web/kit/actions.ts';

/** In a dialog without a field the focus is on none of the form: mod+Enter is heard all the same. */
export const useSendKeys = (run: () => void): void =>
  useActions([
    { id: 'dialog.send', title: 'Send', group: 'This dialog', keys: 'mod+enter', keysOnly: true, run },
  ]);
