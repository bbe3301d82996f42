/** What came of one kind of work by so many clients. */
export interface Timed {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Begun and ended within the time that counts. */
  readonly count: number;
  /** The warm-up's as well, and what was under way at the end. */
  readonly total: number;
}

export interface LoopLengths {
  readonly clients: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

/** So many clients, each beginning with the next piece of work as soon as it is done with the last one. */
export async function timed(
  clientOf: () => Promise<(turn: number) => Promise<unknown>>,
  { clients, seconds, warmUpSeconds }: LoopLengths,
): Promise<Timed> {
  const works = await Promise.all(Array.from({ length: clients }, clientOf));
  const took: number[] = [];
  let turn = 0;
  const countFrom = performance.now() + warmUpSeconds * 1_000;
  const until = countFrom + seconds * 1_000;
  const client = async (work: (turn: number) => Promise<unknown>) => {
    for (let beganAt = performance.now(); beganAt < until; beganAt = performance.now()) {
      await work(turn++);
      const endedAt = performance.now();
      if (beganAt >= countFrom && endedAt <= until) took.push(endedAt - beganAt);
    }
  };
  await Promise.all(works.map(client));
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return {
    ...{ perSecond: took.length / seconds, count: took.length, total: turn },
    ...{ p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) },
  };
}
