import { type Summary, summaryOf } from './client.ts';

export interface LoopSpec {
  readonly clients: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

export interface Looped extends Summary {
  /** Of this process, for one piece of work; its start is in it. */
  readonly cpuMs: number;
}

/** So many clients, each beginning again as soon as it is done; what falls into the warm-up is not counted. */
export async function runCase(
  work: () => Promise<unknown>,
  { clients, seconds, warmUpSeconds }: LoopSpec,
): Promise<Looped> {
  const latencies: number[] = [];
  let total = 0;
  const countFrom = performance.now() + warmUpSeconds * 1000;
  const until = countFrom + seconds * 1000;
  const client = async () => {
    for (let beganAt = performance.now(); beganAt < until; beganAt = performance.now()) {
      await work();
      const endedAt = performance.now();
      total += 1;
      if (endedAt >= countFrom && endedAt <= until) latencies.push(endedAt - beganAt);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const { user, system } = process.cpuUsage();
  return { ...summaryOf(latencies, seconds, total), cpuMs: (user + system) / 1000 / total };
}
