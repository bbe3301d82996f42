import { Meter } from '@base-ui/react/meter';
import { cx } from '../../../../web/kit/cx.ts';
import { dollars } from '../../../../web/kit/dollars.ts';
import type { AiCosts } from '../../contract.ts';

const nearlyShare = 0.8;
const monthName = (month: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(month),
  );

/** This month against its limit. What is kept back for calls under way counts as well: it may be spent. */
export function MonthBar({ month: { month, spentMicro, heldMicro, maxMicro } }: Pick<AiCosts, 'month'>) {
  const takenMicro = spentMicro + heldMicro;
  const share = maxMicro ? takenMicro / maxMicro : maxMicro === 0 ? 1 : 0;
  return (
    <section aria-label="This month" className="rounded-lg border border-line bg-raised px-5 py-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span className="text-soft">{monthName(month)}</span>
        <span>
          <span className="title text-2xl">{dollars(spentMicro)}</span>
          {maxMicro !== null && <span className="text-soft"> of {dollars(maxMicro)}</span>}
        </span>
      </p>
      {maxMicro !== null && (
        <Meter.Root
          aria-label="Spent of this month’s limit"
          value={Math.min(share, 1) * 100}
          getAriaValueText={() => `${dollars(spentMicro)} of ${dollars(maxMicro)}`}
          className="mt-3 block"
        >
          <Meter.Track className="block h-1.5 overflow-hidden rounded-full bg-line">
            <Meter.Indicator className={cx('block h-full', toneOf(share))} />
          </Meter.Track>
        </Meter.Root>
      )}
      <p className={cx('mt-2 text-sm', share >= 1 ? 'text-danger' : 'text-faint')}>
        {wordsOf(share, maxMicro)} {beginsAnew(month)}
        {heldMicro > 0 && ` ${dollars(heldMicro)} is kept back for what is under way.`}
      </p>
    </section>
  );
}

const toneOf = (share: number) => (share >= 1 ? 'bg-danger' : share >= nearlyShare ? 'bg-warn' : 'bg-accent');

function wordsOf(share: number, maxMicro: number | null): string {
  if (maxMicro === null) return 'There is no limit.';
  if (share >= 1) return 'The limit is reached: until it begins anew the autopilot hands over to people.';
  if (share > 0 && share < 0.01) return 'Less than 1 % of the limit.';
  return `${Math.floor(share * 100)} % of the limit.`;
}

/** Months are those of UTC, whatever the clock of the workspace. */
function beginsAnew(month: string): string {
  const next = new Date(month);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return `It begins anew on ${day.format(next)}, at midnight UTC.`;
}
