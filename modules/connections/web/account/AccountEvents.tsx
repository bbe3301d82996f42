import { Link } from '../../../../web/kit/Link.tsx';
import { Refused } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import type { Account } from '../../accounts/contract.ts';
import { EventsTable } from '../events/EventsTable.tsx';
import { useWhyNotMay } from '../rights.ts';
import { useAt } from './useAt.ts';

/** What came in from this account. */
export function AccountEvents({ account }: { account: Account }) {
  const { workspaceId, accountId } = useAt(account);
  const whyNot = useWhyNotMay('connections.read_events', 'read what came in');
  if (whyNot) return <Refused>{whyNot}</Refused>;
  const log = `${paths.connectionEvents({ workspaceId })}?${new URLSearchParams({ account: accountId })}`;
  return (
    <>
      <p className="mb-2 text-sm text-soft">
        Newest first. <Link to={log}>Sift through them in the event log</Link>
      </p>
      <EventsTable query={{ accountId }} label="Events of this account" />
    </>
  );
}
