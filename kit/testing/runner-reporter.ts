import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import type { ShardEvent } from './runner-record.ts';

interface NodeTestEvent {
  readonly type: string;
  readonly data: {
    readonly name: string;
    readonly nesting: number;
    readonly skip?: string | boolean;
    readonly file?: string;
    readonly line?: number;
    readonly message?: string;
    readonly details?: {
      readonly duration_ms: number;
      readonly type?: string;
      readonly error?: Error & { failureType?: string };
    };
  };
}

/** The file of a process that runs one only, whose tests then stand in no suite. */
const alone = process.argv.includes('--alone') ? process.argv.at(-1) : undefined;
const lateActivity = 'asynchronous activity after the test ended';

/**
 * Hands on to the parent process, line by line, what node:test says. Written synchronously: what happened just
 * before a process dies is what one wants to know.
 */
// biome-ignore lint/correctness/useYield: node:test asks for a generator; what it would yield has another way out.
export default async function* reporter(source: AsyncIterable<NodeTestEvent>): AsyncGenerator<string> {
  const path: string[] = alone === undefined ? [] : [alone];
  for await (const { type, data: given } of source) {
    const data = { ...given, nesting: (given.nesting ?? 0) + (alone === undefined ? 0 : 1) };
    if (type === 'test:start') {
      path.length = data.nesting;
      path.push(data.name);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const event = outcomeOf(type, data, path);
      if (event) tell(event);
    } else if (type === 'test:diagnostic' && data.message?.includes(lateActivity)) {
      tell({ type: 'late', file: path[0] ?? '', text: data.message });
    }
  }
  if (alone !== undefined) tell({ type: 'file', file: alone, durationMs: performance.now() });
  tell({ type: 'end' });
}

function outcomeOf(
  type: string,
  data: NodeTestEvent['data'],
  path: readonly string[],
): ShardEvent | undefined {
  const name = [...path.slice(1, data.nesting), ...(data.nesting === 0 ? [] : [data.name])];
  const { error, duration_ms: durationMs = 0 } = data.details ?? {};
  const at = { file: data.nesting === 0 ? data.name : path[0]!, name, durationMs };
  const isSuite = data.details?.type === 'suite';
  // A suite fails with its tests, which were counted; it counts itself only when its own hooks or loading failed.
  if (type === 'test:fail' && error?.failureType === 'subtestsFailed')
    return isSuite ? closing(data, at) : undefined;
  if (type === 'test:fail') return { type: 'fail', ...at, text: wordsOf(error), where: whereOf(data) };
  if (data.skip !== undefined && data.skip !== false) return { type: 'skip', ...at };
  return isSuite ? closing(data, at) : { type: 'pass', ...at };
}

const closing = (
  data: NodeTestEvent['data'],
  at: { file: string; durationMs: number },
): ShardEvent | undefined =>
  data.nesting === 0 ? { type: 'file', file: at.file, durationMs: at.durationMs } : undefined;

const whereOf = ({ file, line }: NodeTestEvent['data']) => (file && line ? `${file}:${line}` : undefined);

/** What went wrong, without the test runner's own wrapping and frames. */
export function wordsOf(error: (Error & { failureType?: string }) | undefined): string {
  const cause = error?.cause ?? error;
  if (!(cause instanceof Error)) return inspect(cause);
  const { stack = '' } = cause;
  const frames = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !/node:(internal|async_hooks)/.test(line));
  const head = `${cause.name === 'Error' ? '' : `${cause.name}: `}${cause.message}`;
  const details = cause.name === 'AssertionError' ? [] : detailsOf(cause);
  const causes = cause.cause instanceof Error ? [`caused by ${wordsOf(cause.cause)}`] : [];
  return [head, ...details, ...frames.slice(0, 12), ...causes].join('\n');
}

/** A database's `constraint` or an error's `code` and `detail` often say more than its message. */
function detailsOf(error: Error): string[] {
  const {
    stack: _stack,
    message: _message,
    name: _name,
    cause: _cause,
    ...rest
  } = { ...error } as Record<string, unknown>;
  const facts = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''),
  );
  return Object.keys(facts).length > 0 ? [inspect(facts, { depth: 2, breakLength: 100 })] : [];
}

function tell(event: ShardEvent): void {
  writeSync(3, `${JSON.stringify(event)}\n`);
}
