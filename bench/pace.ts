import { setTimeout as sleep } from 'node:timers/promises';
import { type Summary, summaryOf } from './client.ts';

export interface PaceSpec {
  readonly clients: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** In all. Without it each client begins again as soon as it is done. */
  readonly perSecond?: number | undefined;
}

/**
 * So many a second, whatever they take: one that begins late, because all clients were busy, has waited since it was
 * its turn. What falls into the warm-up is not counted.
 */
export async function runPaced(
  clientOf: () => Promise<() => Promise<unknown>>,
  { clients, seconds, warmUpSeconds, perSecond }: PaceSpec,
): Promise<Summary> {
  const works = await Promise.all(Array.from({ length: clients }, clientOf));
  const latencies: number[] = [];
  let total = 0;
  let turn = 0;
  const startedAt = performance.now();
  const countFrom = startedAt + warmUpSeconds * 1000;
  const until = countFrom + seconds * 1000;
  const nextTurn = async () => {
    if (!perSecond) return performance.now();
    const at = startedAt + (turn++ * 1000) / perSecond;
    if (at > performance.now()) await sleep(at - performance.now());
    return at;
  };
  const client = async (work: () => Promise<unknown>) => {
    for (let beganAt = await nextTurn(); beganAt < until; beganAt = await nextTurn()) {
      await work();
      const endedAt = performance.now();
      total += 1;
      if (beganAt >= countFrom && endedAt <= until) latencies.push(endedAt - beganAt);
    }
  };
  await Promise.all(works.map(client));
  return summaryOf(latencies, seconds, total);
}
