import { Badge } from '../../../../web/kit/Badge.tsx';
import type { AccountSummary } from '../../administration/contract.ts';

/** What there is to know of an account at a glance. */
export function AccountBadges({ account }: { account: AccountSummary }) {
  const { disabledAt, deletedAt, emailConfirmedAt, administratorSince, isDemo } = account;
  return (
    <span className="flex flex-wrap gap-1">
      {deletedAt ? (
        <Badge tone="danger">Deleted</Badge>
      ) : disabledAt ? (
        <Badge tone="danger">Disabled</Badge>
      ) : emailConfirmedAt ? (
        <Badge tone="good">Active</Badge>
      ) : (
        <Badge tone="warn">Not confirmed</Badge>
      )}
      {administratorSince && <Badge tone="accent">Administrator</Badge>}
      {isDemo && <Badge>Demo</Badge>}
    </span>
  );
}
