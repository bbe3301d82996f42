import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** Everything a hostile file could make a parser do, by name. */
const bombs: Record<string, (input: any) => unknown> = {
  double: ({ n }) => ({ twice: n * 2 }),
  nothing: () => undefined,
  print: () => {
    console.log('v\0\0\0\x01 this is not the answer');
    return 'the answer';
  },
  bytes: ({ count, size }) => chunks(count, size),
  loop: () => {
    for (;;);
  },
  wait: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
  heap: () => {
    const kept: unknown[] = [];
    for (;;) kept.push(new Array(10_000).fill(kept.length));
  },
  buffers: () => {
    const kept: Buffer[] = [];
    for (;;) kept.push(Buffer.alloc(1024 * 1024, 1));
  },
  huge: ({ size }) => 'x'.repeat(size),
  abort: () => process.abort(),
  exit: () => process.exit(0),
  refuse: () => {
    throw Object.assign(new TypeError('not a picture'), { code: 'ENOTPIC' });
  },
  read: ({ path }) => readFileSync(path, 'utf8').length,
  write: ({ path }) => writeFileSync(path, 'x'),
  spawn: () => spawn('true').pid,
  /** Says that it has begun, then does what is asked. */
  announced: ({ next }) => announced(next),
  environment: () => Object.keys(process.env),
};

async function* chunks(count: number, size: number) {
  for (let i = 0; i < count; i += 1) yield Buffer.alloc(size, i);
}

async function* announced(next: string) {
  yield Buffer.from('begun');
  await bombs[next]!({});
}

export default (input: { bomb: string }) => bombs[input.bomb]!(input);
