import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { useZone } from '../../../../web/kit/time.tsx';
import { shortDayIn } from '../../../../web/kit/time-words.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type DecisionStats, decisionKinds, getDecisionStats } from '../../contract.ts';
import { countsOn, lastDays } from './days.ts';
import { decisionLabels, percent } from './words.ts';

const BarChart = lazy(async () => ({
  default: (await import('../../../../web/kit/charts/BarChart.tsx')).BarChart,
}));

/** SS-30: the last seven days. Whoever looks after some places only has no figures of all of them. */
export function Stats() {
  const { workspace } = useHere();
  const mayLook = workspace.permissions.includes('autopilot.read');
  const stats = useQuery({
    ...q(getDecisionStats, { params: { workspaceId: workspace.id } }),
    enabled: mayLook,
  });
  if (!mayLook) return null;
  if (stats.data) return <Figures stats={stats.data} />;
  if (stats.error) return <Failed error={stats.error} again={() => void stats.refetch()} />;
  return <Loading label="Loading the figures" lines={3} />;
}

const chartPx = 160;

function Figures({ stats }: { stats: DecisionStats }) {
  const zone = useZone();
  const [now] = useState(() => new Date());
  const total = stats.decisions.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const days = lastDays(zone, now);
  return (
    <section aria-label="The last seven days" className="mb-8">
      <dl className="mb-6 grid grid-cols-3 gap-x-6 gap-y-4 sm:max-w-xl">
        {stats.decisions.map(({ decision, count, meanConfidence }) => (
          <div key={decision}>
            <dt className="text-sm text-soft">{decisionLabels[decision]}</dt>
            <dd>
              <span className="title text-2xl">{count.toLocaleString('en')}</span>
              <span className="block text-sm text-faint">
                {count === 0
                  ? 'In 7 days'
                  : `${percent(count / total)} of all, ${percent(meanConfidence)} sure`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <Suspense fallback={<div style={{ height: chartPx + 28 }} />}>
        <BarChart
          title="Decisions by day"
          height={chartPx}
          labels={days.map((day) => shortDayIn('UTC', new Date(`${day}T12:00:00Z`), 'weekday'))}
          series={decisionKinds.map((kind) => ({
            name: decisionLabels[kind],
            values: countsOn(days, stats, kind),
          }))}
        />
      </Suspense>
    </section>
  );
}
