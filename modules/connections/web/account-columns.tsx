import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { Badge } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import type { Column } from '../../../web/kit/Table.tsx';
import { Time } from '../../../web/kit/time.tsx';
import type { AccountSummary } from '../accounts/contract.ts';
import { Dot, stateOf, stateWhy } from './AccountState.tsx';
import { PlatformMark } from './PlatformMark.tsx';
import { platformLabel } from './words.ts';

interface Spec {
  readonly nameOf: (locationId: string) => string;
  /** Undefined for whoever may not. */
  readonly again: ((account: AccountSummary) => void) | undefined;
  readonly isLeaving: boolean;
}

export const accountColumns = ({ nameOf, again, isLeaving }: Spec): readonly Column<AccountSummary>[] => [
  {
    title: 'Account',
    width: 'minmax(0,2.2fr)',
    cell: (account) => <Name account={account} />,
    onPhone: 'title',
  },
  {
    title: 'Location',
    width: 'minmax(0,0.9fr)',
    cell: ({ locationId }) => (
      <span className="block truncate text-soft">{locationId ? nameOf(locationId) : 'All locations'}</span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'State',
    width: 'minmax(0,2.1fr)',
    cell: (account) => <State account={account} />,
    onPhone: 'line',
  },
  {
    title: 'Last event',
    width: '7rem',
    align: 'end',
    cell: ({ lastEventAt }) => (
      <span className="text-soft">{lastEventAt ? <Time at={lastEventAt} /> : 'None yet'}</span>
    ),
    onPhone: 'hidden',
  },
  {
    title: 'Actions',
    untitled: true,
    width: '8.5rem',
    align: 'end',
    cell: (account) =>
      again &&
      account.state !== 'open' && (
        <Button
          size="small"
          icon={RotateCcw}
          busy={isLeaving}
          onClick={() => again(account)}
          aria-label={`Connect again: ${account.displayName}`}
        >
          Connect again
        </Button>
      ),
    onPhone: 'corner',
  },
];

function Name({ account: { platform, displayName, username, isDemo } }: { account: AccountSummary }) {
  return (
    <span className="flex items-center gap-3">
      <PlatformMark platform={platform} />
      <span className="min-w-0">
        <span className="flex items-center gap-2">
          <span className="truncate text-base">{displayName}</span>
          {isDemo && <Badge>Demo</Badge>}
        </span>
        <span className="block truncate text-sm text-faint">
          {platformLabel(platform)}
          {username && ` · @${username}`}
        </span>
      </span>
    </span>
  );
}

function State({ account }: { account: AccountSummary }) {
  const { tone, label } = stateOf(account);
  const why = stateWhy(account);
  return (
    <span className="block min-w-0">
      <span className="flex items-center gap-2">
        <Dot tone={tone} />
        <span className="truncate">{label}</span>
      </span>
      {why && (
        <span className="line-clamp-2 pl-4 text-sm text-faint max-sm:hidden" title={why}>
          {why}
        </span>
      )}
    </span>
  );
}
