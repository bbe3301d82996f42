import { after } from 'node:test';

const closers: (() => Promise<void>)[] = [];

// One hook for whatever the tests of a process share: `node:test` gives a hook to the suite in which its file is first
// imported, so runner-shard.ts imports this one outside of all of them.
after(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Closed when the last test of the process is over; what was opened last is closed first. */
export function atTheEnd(close: () => Promise<void>): void {
  closers.push(close);
}
