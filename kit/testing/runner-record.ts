/** What a process that runs test files says about them, one line each. */
export type ShardEvent =
  | { readonly type: 'load'; readonly file: string }
  /** This file can only be run in a process of its own. */
  | { readonly type: 'alone'; readonly file: string }
  | { readonly type: 'begin'; readonly file: string; readonly name: readonly string[] }
  | {
      readonly type: 'pass' | 'skip';
      readonly file: string;
      readonly name: readonly string[];
      readonly durationMs: number;
    }
  | {
      readonly type: 'fail';
      readonly file: string;
      readonly name: readonly string[];
      readonly durationMs: number;
      readonly text: string;
      readonly where?: string | undefined;
    }
  /** Something that a test had left running failed when nobody was listening any more. */
  | { readonly type: 'late'; readonly file: string; readonly text: string }
  /** All of a file's tests are over. */
  | { readonly type: 'file'; readonly file: string; readonly durationMs: number }
  | { readonly type: 'end' };

export interface Failure {
  readonly file: string;
  readonly name: readonly string[];
  readonly text: string;
  readonly where?: string | undefined;
}

export interface FileResult {
  readonly file: string;
  passed: number;
  skipped: number;
  readonly failures: Failure[];
  durationMs: number;
  /** What it printed; shown only when it failed. */
  output: string;
}

export interface Settled {
  readonly results: readonly FileResult[];
  /** Have to be run again, each in a process of its own. */
  readonly alone: readonly string[];
}

const outputKeptMax = 20_000;

interface Book {
  readonly open: Map<string, FileResult>;
  readonly finished: Map<string, FileResult>;
  readonly output: Map<string, string>;
  readonly alone: Set<string>;
  readonly onFile: (result: FileResult) => void;
  /** Whose turn it is: what is printed is theirs, and so is the blame when the process ends. */
  current: string | undefined;
  /** Printed before anybody's turn. */
  early: string;
  running: readonly string[];
  ended: boolean;
}

/** Turns what one process says into results, and tells of each file as soon as it is over. */
export function recordOf(onFile: (result: FileResult) => void) {
  const record: Book = {
    open: new Map(),
    finished: new Map(),
    output: new Map(),
    alone: new Set(),
    onFile,
    current: undefined,
    early: '',
    running: [],
    ended: false,
  };
  return {
    printed(text: string): void {
      if (record.current) keep(record, record.current, text);
      else record.early += text;
    },
    take: (event: ShardEvent) => take(record, event),
    /** The process is gone. What it had not begun is in neither list, and is left for another process. */
    close: (files: readonly string[], how: string) => close(record, files, how),
  };
}

function take(record: Book, event: ShardEvent): void {
  if (event.type === 'end') {
    record.ended = true;
    return;
  }
  if (event.type === 'begin' || event.type === 'load') {
    record.current = event.file;
    if (record.early !== '') keep(record, event.file, record.early);
    record.early = '';
  }
  if (event.type === 'begin') record.running = event.name;
  if (event.type === 'alone') record.alone.add(event.file);
  if (event.type === 'load' || event.type === 'begin' || record.alone.has(event.file)) return;

  const result = resultOf(record, event.file);
  if (event.type === 'pass') result.passed += 1;
  if (event.type === 'skip') result.skipped += 1;
  if (event.type === 'late') result.failures.push({ file: event.file, name: [], text: event.text });
  if (event.type === 'fail') {
    const { file, name, text, where } = event;
    result.failures.push({ file, name, text, where });
  }
  // A file that cannot be loaded, or whose own hooks fail, fails as no test in particular, and that is its end.
  if (event.type === 'file' || (event.type === 'fail' && event.name.length === 0))
    finish(record, result, event.durationMs);
}

/** What is printed comes by another way than what is said of tests: sooner than that a file began, or after its end. */
function keep(record: Book, file: string, text: string): void {
  const output = ((record.output.get(file) ?? '') + text).slice(-outputKeptMax);
  record.output.set(file, output);
  const finished = record.finished.get(file);
  if (finished) finished.output = output;
}

function close(record: Book, files: readonly string[], how: string): Settled {
  const blamed = record.current ?? files[0]!;
  const explained = [...record.finished.values()].some(({ failures }) => failures.length > 0);
  if (!record.ended || (how !== 'exit code 0' && !explained)) {
    const result = resultOf(record, blamed);
    const text = `The process that ran it ended: ${how}.`;
    result.failures.push({ file: blamed, name: record.running, text });
    record.alone.delete(blamed);
    finish(record, result);
  }
  for (const result of record.open.values()) finish(record, result);
  return { results: [...record.finished.values()], alone: [...record.alone] };
}

function resultOf(record: Book, file: string): FileResult {
  const known = record.open.get(file) ?? record.finished.get(file);
  if (known) return known;
  const fresh: FileResult = { file, passed: 0, skipped: 0, failures: [], durationMs: 0, output: '' };
  record.open.set(file, fresh);
  return fresh;
}

function finish(record: Book, result: FileResult, durationMs = result.durationMs): void {
  const isOver = record.finished.has(result.file);
  record.open.delete(result.file);
  record.finished.set(result.file, result);
  result.durationMs = durationMs;
  result.output = record.output.get(result.file) ?? '';
  if (isOver) return;
  if (result.passed + result.skipped + result.failures.length === 0) {
    result.failures.push({ file: result.file, name: [], text: 'It holds no test that ran.' });
  }
  record.onFile(result);
}
