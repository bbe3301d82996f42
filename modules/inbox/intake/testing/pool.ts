const workersCount = 8;

/** As a pool of workers does it: each takes the next one when it is done. */
export async function byWorkers<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: workersCount }, worker));
}

export function mixed<T>(all: readonly T[], order: IterableIterator<number>): T[] {
  const ranked = all.map((one) => ({ one, rank: order.next().value as number }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}
