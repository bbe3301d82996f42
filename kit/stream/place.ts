import { eventsKeptMs } from '../events/purge.ts';

/** Where in the order of a workspace's events somebody is: everything up to here was told to them. */
export interface Place {
  readonly transaction: bigint;
  readonly position: bigint;
}

export function isBehind(a: Place, b: Place): boolean {
  return a.transaction < b.transaction || (a.transaction === b.transaction && a.position < b.position);
}

/** The SSE event id. The time tells whether what came after may have been purged meanwhile. */
export const placeId = ({ transaction, position }: Place, at: Date) =>
  `${transaction}.${position}.${Math.floor(at.getTime() / 1000)}`;

const shape = /^(\d{1,20})\.(\d{1,19})\.(\d{1,12})$/;
/** The purge may run ahead of the clock of whoever wrote the id. */
const marginMs = 3_600_000;

/**
 * The place a client says it is at; undefined when what came after it is not all there any more. A place beyond the
 * horizon was given by another database: it was restored, and its transactions are counted anew.
 */
export function placeOf(id: string, horizon: bigint, now: Date): Place | undefined {
  const match = shape.exec(id);
  if (!match) return undefined;
  const place = { transaction: BigInt(match[1]!), position: BigInt(match[2]!) };
  const ageMs = now.getTime() - Number(match[3]) * 1000;
  return ageMs > eventsKeptMs - marginMs || place.transaction > horizon ? undefined : place;
}
