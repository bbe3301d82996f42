import { useEffect, useState } from 'react';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { useSend } from '../../../web/kit/send.ts';
import type { Account, AccountSummary } from '../accounts/contract.ts';
import { putWay, shopPattern, WayId } from '../connecting/contract.ts';
import type { PlatformName } from '../platforms/contract.ts';

export interface Wish {
  readonly platform: PlatformName;
  readonly accountId?: Account['id'] | undefined;
  readonly locationId?: Account['locationId'] | undefined;
  readonly shop?: string | undefined;
}

/** Asks for a way and goes to the platform by it. */
export function useBeginWay(workspaceId: WorkspaceId, failureTitle?: string) {
  const [isLeaving, setLeaving] = useState(false);
  // Somebody who changes their mind and goes back finds the page as it was left: it can be pressed again.
  useEffect(() => {
    const stay = () => setLeaving(false);
    addEventListener('pageshow', stay);
    return () => removeEventListener('pageshow', stay);
  }, []);
  const { send, isPending, error } = useSend(putWay, {
    ...(failureTitle && { failureTitle }),
    onReply: ({ address }) => {
      setLeaving(true);
      location.assign(address);
    },
  });
  const begin = ({ platform, accountId, locationId, shop }: Wish) =>
    send({
      params: { workspaceId, wayId: newId(WayId) },
      body: {
        platform,
        ...(accountId && { accountId }),
        ...(locationId && { locationId }),
        ...(shop && { shop }),
      },
    });
  return { begin, isPending: isPending || isLeaving, error };
}

/** What is needed to connect an account once more. */
export const wishAgain = ({ id, platform, username, platformAccountId }: AccountSummary): Wish => ({
  platform,
  accountId: id,
  shop: [username, platformAccountId].find((name) => name && shopPattern.test(name)) ?? undefined,
});

/** `https://Linen-and-Oak.myshopify.com/admin` and `linen-and-oak` are both the shop that was meant. */
export function shopOf(written: string): string | undefined {
  const host = written
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
  const shop = host.includes('.') ? host : `${host}.myshopify.com`;
  return shopPattern.test(shop) ? shop : undefined;
}
