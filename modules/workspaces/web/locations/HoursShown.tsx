import { Badge } from '../../../../web/kit/Badge.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { dayIn } from '../../../../web/kit/time-words.ts';
import { type LocationDetails, type Span, weekdays } from '../../contract.ts';
import { sentence } from '../words.ts';
import { weekdayIn } from './hours.ts';
import { useNow } from './OpenNow.tsx';

/** The week at a glance, today marked, and the days on which it is otherwise. */
export function HoursShown({ location }: { location: LocationDetails }) {
  const { openingHours: hours, timezone } = location;
  const today = weekdayIn(timezone, useNow());
  if (Object.keys(hours).length === 0)
    return <p className="text-soft">Nobody has written down when it is open.</p>;
  return (
    <div className="grid gap-x-12 gap-y-8 md:grid-cols-2">
      <dl>
        {weekdays.map((day) => (
          <div
            key={day}
            className={cx(
              'grid grid-cols-[7.5rem_1fr] border-b border-line py-1.5',
              day === today && '-mx-2 rounded-sm bg-wash/60 px-2',
            )}
          >
            <dt className={day === today ? 'font-[550]' : 'text-soft'}>
              {sentence(day)}
              {day === today && <span className="sr-only">, today</span>}
            </dt>
            <dd>
              <Spans spans={hours[day] ?? []} />
            </dd>
          </div>
        ))}
      </dl>
      {hours.exceptions && hours.exceptions.length > 0 && (
        <dl aria-label="Exceptions">
          {hours.exceptions.map(({ on, spans, note }) => (
            <div key={on} className="grid grid-cols-[7.5rem_1fr] border-b border-line py-1.5">
              <dt className="text-soft">{dayIn('UTC', new Date(`${on}T00:00:00Z`))}</dt>
              <dd className="flex flex-wrap items-baseline gap-x-2">
                <Spans spans={spans} /> {note && <Badge>{note}</Badge>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function Spans({ spans }: { spans: readonly Span[] }) {
  if (spans.length === 0) return <span className="text-faint">Closed</span>;
  return spans.map(({ from, to }) => `${from}–${to}`).join(', ');
}
