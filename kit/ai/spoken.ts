import type { AiAnswer, AiStream } from './contract.ts';

/**
 * Begins to speak at once, whether or not somebody listens: `whole` is there for those who do not. Who stops listening
 * before the end hangs up, since a request that nobody reads would be written and paid to its end.
 */
export function spoken(
  speak: (hear: (text: string) => void) => Promise<AiAnswer>,
  hangUp: () => void,
): AiStream {
  const heard: string[] = [];
  let isOver = false;
  let waiting: (() => void)[] = [];
  const stir = () => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const whole = speak((text) => {
    heard.push(text);
    stir();
  }).finally(() => {
    isOver = true;
    stir();
  });
  // Whoever iterates hears of it there, and need not look at the promise as well.
  whole.catch(() => {});
  return {
    whole,
    async *[Symbol.asyncIterator]() {
      try {
        for (let next = 0; ; ) {
          if (next < heard.length) yield heard[next++]!;
          else if (isOver) break;
          else
            await new Promise<void>((resolve) => {
              waiting.push(resolve);
            });
        }
        await whole;
      } finally {
        if (!isOver) hangUp();
      }
    },
  };
}
