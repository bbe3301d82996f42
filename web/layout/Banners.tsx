import { lazy, type ReactNode, Suspense } from 'react';
import type { Me } from '../../modules/identity/contract.ts';
import type { WorkspaceDetails } from '../../modules/workspaces/contract.ts';
import { cx } from '../kit/cx.ts';
import { useZone } from '../kit/time.tsx';
import { dayIn } from '../kit/time-words.ts';

const ConfirmAddress = lazy(() => import('./ConfirmAddress.tsx'));
const Leaving = lazy(() => import('./Leaving.tsx'));
const dayMs = 86_400_000;
/** The last week of a trial is when it begins to matter. */
const trialWarningDays = 7;

/** What somebody should know about their account, wherever they are. Nobody who is settled waits for any of it. */
export function PersonBanners({ me }: { me: Me }) {
  return (
    <Suspense>
      {me.deletedAt && <Leaving deletedAt={me.deletedAt} />}
      {!me.emailConfirmedAt && <ConfirmAddress email={me.email} />}
    </Suspense>
  );
}

export function TrialBanner({ workspace: { trialEndsAt } }: { workspace: WorkspaceDetails }) {
  const zone = useZone();
  if (!trialEndsAt) return null;
  const days = Math.ceil((trialEndsAt.getTime() - Date.now()) / dayMs);
  if (days < 1 || days > trialWarningDays) return null;
  return (
    <Banner>
      {days === 1
        ? 'This is the last day of the trial.'
        : `The trial ends in ${days} days, on ${dayIn(zone, trialEndsAt)}.`}
    </Banner>
  );
}

/** A line over the page, in the colour of what it means. */
export function Banner({
  tone = 'quiet',
  children,
  actions,
}: {
  tone?: 'quiet' | 'warn';
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <aside
      className={cx(
        'flex flex-wrap items-center justify-between gap-x-6 gap-y-1.5 border-b border-line px-5 py-2 text-sm sm:px-10',
        tone === 'warn' ? 'bg-warn-wash text-warn' : 'bg-wash text-ink',
      )}
    >
      <p className="min-w-0 break-words">{children}</p>
      {actions}
    </aside>
  );
}
