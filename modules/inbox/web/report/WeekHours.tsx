import type { Figures } from '../../figures/contract.ts';
import { weekdayNames } from './words.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const strengthMin = 0.12;

/** When people write: the darker, the more. The figures are in its cells for whoever does not see the shades. */
export function WeekHours({ week }: { week: Figures['week'] }) {
  const counts = new Map(week.map(({ weekday, hour, inbound }) => [`${weekday} ${hour}`, inbound]));
  const most = Math.max(1, ...counts.values());
  return (
    // Wider than a phone: whoever has no pointer moves it by the arrow keys.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls.
    <section aria-label="By the hour" tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-[40rem] table-fixed border-separate border-spacing-0.5 text-xs">
        <caption className="sr-only">Messages received, by the day of the week and the hour</caption>
        <thead>
          <tr>
            <td className="w-10" />
            {hours.map((hour) => (
              <th key={hour} scope="col" className="font-normal text-faint">
                {hour % 3 === 0 ? hour : <span className="sr-only">{hour}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdayNames.map((name, index) => (
            <tr key={name}>
              <th scope="row" className="text-left font-normal text-soft">
                {name}
              </th>
              {hours.map((hour) => (
                <Hour key={hour} count={counts.get(`${index + 1} ${hour}`) ?? 0} most={most} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Hour({ count, most }: { count: number; most: number }) {
  const strength = count === 0 ? 0 : strengthMin + (1 - strengthMin) * (count / most);
  return (
    <td className="relative h-6 rounded-sm bg-sunk" title={`${count}`}>
      <span
        aria-hidden
        className="absolute inset-0 rounded-sm bg-[var(--chart-1)]"
        style={{ opacity: strength }}
      />
      <span className="sr-only">{count}</span>
    </td>
  );
}
