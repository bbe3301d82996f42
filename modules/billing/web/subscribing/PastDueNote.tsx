import { buttonClass } from '../../../../web/kit/Button.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { Paying } from '../../paying/contract.ts';
import { money } from '../money.ts';
import { PortalButton } from './PortalButton.tsx';

/** What could not be collected, and what to do about it: the way to the cards stands here then, and nowhere else. */
export function PastDueNote({ paying, whyNot }: { paying: Paying; whyNot: string | undefined }) {
  const [failure] = paying.failures;
  if (!failure) return null;
  const { provider, amountMicro, currency, failedAt, nextAttemptAt, invoiceUrl } = failure;
  const there = paying.providers.find(({ name }) => name === provider);
  return (
    <section
      aria-label="Not paid"
      className="mb-8 flex flex-wrap items-center justify-between gap-4 rounded-lg border border-danger bg-danger-wash px-5 py-4"
    >
      <div>
        <p role="status" className="text-danger">
          {amountMicro === null ? 'An invoice' : money(amountMicro, currency)} could not be collected{' '}
          <Time at={failedAt} />.
        </p>
        <p className="text-sm text-soft">
          {nextAttemptAt ? (
            <>
              It is tried again <Time at={nextAttemptAt} />. Until then your plan stays.
            </>
          ) : (
            'It is not tried again. Your plan ends unless it is paid.'
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {invoiceUrl && (
          <a href={invoiceUrl} className={buttonClass('primary', 'medium')}>
            Pay it
          </a>
        )}
        {there?.canPortal && <PortalButton provider={provider} whyNot={whyNot} />}
      </div>
    </section>
  );
}
