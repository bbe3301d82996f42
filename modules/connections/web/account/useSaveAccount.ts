import { editOne, useSend } from '../../../../web/kit/send.ts';
import {
  type Account,
  type AccountSettings,
  getAccount,
  listAccounts,
  patchAccount,
} from '../../accounts/contract.ts';
import { useAt } from './useAt.ts';

/**
 * A switch is shown at once, and taken back when it is refused. A form says what is to happen `then`: what was written
 * stands there until it is kept.
 */
export function useSaveAccount(account: Account, then?: () => void) {
  const params = useAt(account);
  const { send, isPending, error } = useSend(patchAccount, {
    ...(!then && {
      failureTitle: 'This was not saved',
      changes: ({ body }: { body: Body }) => [
        editOne(getAccount, [{ params }], (shown) => ({
          ...shown,
          ...(body.locationId !== undefined && { locationId: body.locationId }),
          settings: { ...shown.settings, ...body.settings },
        })),
      ],
    }),
    stale: [[getAccount.path], [listAccounts.path]],
    onReply: () => then?.(),
  });
  return {
    isPending,
    error,
    settings: (settings: Partial<AccountSettings>) => send({ params, body: { settings } }),
    location: (locationId: Account['locationId']) => send({ params, body: { locationId } }),
  };
}

interface Body {
  readonly locationId?: Account['locationId'] | undefined;
  readonly settings?: Partial<AccountSettings> | undefined;
}
