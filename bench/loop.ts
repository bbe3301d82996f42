import { summaryOf } from './client.ts';

export interface LoopSpec {
  readonly clients: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

/** So many clients, each beginning again as soon as it is done; what falls into the warm-up is not counted. */
export async function runCase(work: () => Promise<unknown>, { clients, seconds, warmUpSeconds }: LoopSpec) {
  const latencies: number[] = [];
  const countFrom = performance.now() + warmUpSeconds * 1000;
  const until = countFrom + seconds * 1000;
  const client = async () => {
    for (let beganAt = performance.now(); beganAt < until; beganAt = performance.now()) {
      await work();
      const endedAt = performance.now();
      if (endedAt >= countFrom && endedAt <= until) latencies.push(endedAt - beganAt);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return summaryOf(latencies, seconds);
}
