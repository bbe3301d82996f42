import { useEffect, useState } from 'react';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { isOpenAt, type OpeningHours } from '../../contract.ts';

const everyMs = 30_000;

/** By the clock on the wall there; where nobody wrote down when, only that it is not closed for good. */
export function OpenNow({ hours, timezone }: { hours: OpeningHours; timezone: string }) {
  const isOpen = isOpenAt(hours, timezone, useNow());
  if (isOpen === undefined) return <Badge tone="good">Open</Badge>;
  return isOpen ? <Badge tone="good">Open now</Badge> : <Badge tone="warn">Closed at this hour</Badge>;
}

export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
