import { cx } from '../../../web/kit/cx.ts';
import type { AccountSummary } from '../accounts/contract.ts';
import { brokenWhy, count, healthLabels, healthTones, stateLabels } from './words.ts';

const dots = { good: 'bg-good', warn: 'bg-warn', danger: 'bg-danger', quiet: 'bg-firm' };
export type Light = keyof typeof dots;

/** Beside a word, never instead of one. */
export const Dot = ({ tone }: { tone: Light }) => (
  <span aria-hidden className={cx('inline-block size-2 shrink-0 rounded-full', dots[tone])} />
);

/** How an account stands, in a word. */
export function stateOf({ state, health, lackingScopes }: AccountSummary): { tone: Light; label: string } {
  if (state === 'open') {
    if (lackingScopes.length > 0 && health !== 'failing') return { tone: 'warn', label: 'Connected in part' };
    const label = health === 'healthy' ? stateLabels.open : healthLabels[health];
    return { tone: healthTones[health], label };
  }
  return { tone: state === 'broken' ? 'danger' : 'quiet', label: stateLabels[state] };
}

/** Why it stands so, where that is not as it should be. */
export function stateWhy(account: AccountSummary): string | undefined {
  if (account.state === 'broken') return brokenWhy(account.brokenReason, account.platform);
  if (account.state === 'open' && account.lackingScopes.length > 0)
    return `${count(account.lackingScopes.length, 'permission')} not given`;
  if (account.state === 'open' && account.health !== 'healthy') return 'Its page says what to do.';
  return undefined;
}
