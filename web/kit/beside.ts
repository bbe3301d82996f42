import { type ComponentType, lazy } from 'react';

const firstMs = 2_000;
const longestMs = 60_000;

/**
 * Something that stands beside what a screen is for. Where its file cannot be had, as without a network, the screen
 * goes on without it, and it comes when it can.
 */
export const lazyBeside = <P extends object>(fetch: () => Promise<{ default: ComponentType<P> }>) =>
  lazy(() => onceThere(fetch));

export async function onceThere<T>(fetch: () => Promise<T>, wait = online): Promise<T> {
  for (let ms = firstMs; ; ms = Math.min(ms * 2, longestMs)) {
    try {
      return await fetch();
    } catch {
      await wait(ms);
    }
  }
}

/** Until there is a network again, or for so long: it may have been there all the time. */
function online(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
  });
}
