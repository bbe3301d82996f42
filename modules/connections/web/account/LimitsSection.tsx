import { q } from '../../../../web/kit/api.ts';
import { Progress } from '../../../../web/kit/Progress.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { Time, useZone } from '../../../../web/kit/time.tsx';
import { clockIn } from '../../../../web/kit/time-words.ts';
import type { Account } from '../../accounts/contract.ts';
import { type LaneLimit, listLimits } from '../../calls/contract.ts';
import { count, laneLabels, platformLabel } from '../words.ts';
import { Read } from './Read.tsx';
import { useAt } from './useAt.ts';

/** How much it may still do, what waits, and how long that will take. */
export function LimitsSection({ account }: { account: Account }) {
  const params = useAt(account);
  const platform = platformLabel(account.platform);
  return (
    <Read ask={q(listLimits, { params })} label="Loading the limits">
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="Nothing is counted here">{platform} sets no limit to what this account does.</Empty>
        ) : (
          <>
            <p className="mb-2 max-w-prose text-soft">
              {platform} lets an account do so much in an hour and in a day. What is too much waits and goes
              out by itself, answers of people first.
            </p>
            <ul>
              {items.map((limit) => (
                <LaneRow key={limit.lane} limit={limit} platform={platform} />
              ))}
            </ul>
          </>
        )
      }
    </Read>
  );
}

function LaneRow({ limit, platform }: { limit: LaneLimit; platform: string }) {
  return (
    <li className="grid items-start gap-x-8 gap-y-3 border-b border-line py-5 last:border-0 md:grid-cols-[13rem_1fr_1fr]">
      <div>
        <h2 className="font-[550]">{laneLabels[limit.lane]}</h2>
        <Waiting limit={limit} platform={platform} />
      </div>
      <Window name="This hour" {...limit.hour} />
      <Window name="Today" {...limit.day} />
    </li>
  );
}

function Window({ name, limit, used, resetsAt }: { name: string } & LaneLimit['hour']) {
  const zone = useZone();
  const anew = resetsAt ? `, anew at ${clockIn(zone, resetsAt)}` : '';
  return (
    <Progress
      label={name}
      done={used}
      of={Math.max(limit, 1)}
      note={`${used.toLocaleString('en')} of ${limit.toLocaleString('en')}${anew}`}
    />
  );
}

function Waiting({
  limit: { waiting, emptyAt, heldUntil, usagePercent },
  platform,
}: {
  limit: LaneLimit;
  platform: string;
}) {
  const zone = useZone();
  return (
    <p className="text-sm text-soft">
      {waiting === 0 ? 'Nothing waits.' : `${count(waiting, 'waits', 'wait')}.`}
      {waiting > 0 && emptyAt && (
        <>
          {' '}
          The last will have gone <Time at={emptyAt} />.
        </>
      )}
      {heldUntil && ` ${platform} asked us to wait until ${clockIn(zone, heldUntil)}.`}
      {usagePercent !== null && ` By its own count ${usagePercent} % are used.`}
    </p>
  );
}
