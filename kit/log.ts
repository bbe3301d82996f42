import { type DestinationStream, type Logger, pino } from 'pino';
import { loggable, scrubbed } from './log-redact.ts';
import { activeTraceId } from './tracing-span.ts';

/** Structured, never with a secret in it: see `openLog`. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogOptions {
  /** Which process speaks: `stoa-web`, `stoa-worker`. */
  readonly name: string;
  readonly level: LogLevel;
  /** One short line for eyes instead of JSON for machines. */
  readonly pretty?: boolean;
  /** Standard output unless said otherwise. */
  readonly to?: DestinationStream;
}

/**
 * The process's log. Whatever is handed to it, at whatever depth, a value under a name like `password`,
 * `token` or `authorization` is not written, nor is a bearer token or a password in an address inside a
 * sentence. Errors are written with their code, detail and chain of causes. A request's lines carry its id:
 * `log.child({ requestId })`.
 */
export function openLog(options: LogOptions): Logger {
  const to = options.to ?? pino.destination({ fd: 1, sync: true });
  const log = pino(
    {
      name: options.name,
      level: options.level,
      base: { name: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: placeInTrace,
      // Errors are written by `loggable`, wherever they are found; pino knows only one under `err`.
      serializers: { err: (value) => value },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => loggable(fields) as Record<string, unknown>,
      },
      hooks: { streamWrite: scrubbed },
    },
    options.pretty ? { write: (line) => to.write(prettyLine(line)) } : to,
  );
  return hidingInChildren(log);
}

/** pino writes a child's bindings without asking a formatter, so they are cleaned before it gets them. */
function hidingInChildren(log: Logger): Logger {
  const child = log.child;
  return Object.assign(log, {
    // Children inherit this from their parent, so theirs are cleaned too.
    child(this: Logger, bindings: object, options?: object) {
      return child.call(this, loggable(bindings) as Record<string, unknown>, options);
    },
  });
}

/** So that from a line one finds the trace, and from a trace its lines. Nothing while tracing is off. */
function placeInTrace(): { traceId?: string } {
  const traceId = activeTraceId();
  return traceId === undefined ? {} : { traceId };
}

/** A child made with its first line: most requests and jobs write none, and a child costs more than a line. */
export function lazyChild(log: Log, bindings: Record<string, unknown>): Log {
  let made: Log | undefined;
  const child = () => {
    made ??= log.child(bindings);
    return made;
  };
  const lines = (level: 'debug' | 'info' | 'warn' | 'error'): Log['debug'] => {
    return (...line: unknown[]) => child()[level](...(line as [string]));
  };
  return {
    debug: lines('debug'),
    info: lines('info'),
    warn: lines('warn'),
    error: lines('error'),
    child: ((inner: object) => child().child(inner)) as Log['child'],
  };
}

const levelMark: Record<string, string> = { debug: '·', info: ' ', warn: '!', error: '✗', fatal: '✗' };

/** `12:00:00.000 ! stoa-web  The words  requestId=... ` and, for an error, its stack below. */
export function prettyLine(line: string): string {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line);
  } catch {
    return line;
  }
  const { level, time, name, msg, err, pid: _pid, hostname: _hostname, ...rest } = fields;
  const facts = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const head = [String(time).slice(11, 23), levelMark[String(level)] ?? level, name, '', msg, '', ...facts];
  const stack = err === undefined ? '' : `\n${indented(prettyError(err))}`;
  return `${head.filter((part) => part !== undefined).join(' ')}${stack}\n`;
}

function prettyError(err: unknown): string {
  if (typeof err !== 'object' || err === null) return String(err);
  const { stack, cause, ...rest } = err as Record<string, unknown>;
  const { type: _type, message: _message, ...facts } = rest;
  const lines = [String(stack ?? `${rest.type}: ${rest.message}`)];
  if (Object.keys(facts).length > 0) lines.push(JSON.stringify(facts));
  if (cause !== undefined) lines.push(`caused by ${prettyError(cause)}`);
  return lines.join('\n');
}

const indented = (text: string) => text.replace(/^/gm, '    ');
