import { Meter } from '@base-ui/react/meter';
import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { cx } from '../../../../web/kit/cx.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { Failed } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { getQuotas, type Quota } from '../../using/contract.ts';
import { familyLabel, periodWords } from './words.ts';

/** What the plan limits. Where it limits nothing there is nothing to say. */
export function QuotasSection() {
  const workspaceId = useHere().workspace.id;
  const quotas = useQuery(q(getQuotas, { params: { workspaceId } }));
  if (quotas.isError && !quotas.data)
    return (
      <Section title="What your plan allows">
        <Failed error={quotas.error} again={() => void quotas.refetch()} />
      </Section>
    );
  if (!quotas.data || quotas.data.items.length === 0) return null;
  return (
    <Section title="What your plan allows" hint="By your workspace’s own clock.">
      <ul className="grid gap-x-12 gap-y-6 sm:grid-cols-2">
        {quotas.data.items.map((quota) => (
          <QuotaBar key={`${quota.family} ${quota.period}`} quota={quota} />
        ))}
      </ul>
    </Section>
  );
}

function QuotaBar({ quota }: { quota: Quota }) {
  const { family, period, usedCount, countMax, remainingCount, isNear, endsAt } = quota;
  const label = `${familyLabel(family)} ${periodWords[period]}`;
  const of = `${usedCount.toLocaleString('en')} of ${countMax.toLocaleString('en')}`;
  const tone = remainingCount === 0 ? 'bg-danger' : isNear ? 'bg-warn' : 'bg-accent';
  return (
    <li>
      <p className="flex items-baseline justify-between gap-4">
        <span>{label}</span>
        <span className="tabular-nums text-soft">{of}</span>
      </p>
      <Meter.Root
        aria-label={label}
        value={countMax === 0 ? 100 : Math.min(100, (usedCount / countMax) * 100)}
        getAriaValueText={() => of}
        className="mt-2 block"
      >
        <Meter.Track className="block h-1.5 overflow-hidden rounded-full bg-line">
          <Meter.Indicator className={cx('block h-full', tone)} />
        </Meter.Track>
      </Meter.Root>
      <p className={cx('mt-1.5 text-sm', remainingCount === 0 ? 'text-danger' : 'text-faint')}>
        {remainingCount === 0 ? 'None are left.' : `${remainingCount.toLocaleString('en')} left.`} It begins
        anew <Time at={endsAt} />.
      </p>
    </li>
  );
}
