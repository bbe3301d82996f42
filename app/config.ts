import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { LogLevel } from '../kit/log.ts';
import { type KeyRing, newKey, parseKeyRing } from '../kit/vault.ts';
import { type AiConfig, aiConfig, aiLinesMissing } from './ai.ts';
import { ringKeptIn } from './keys.ts';
import { nearest } from './nearest.ts';
import { type PaymentsConfig, paymentsConfig } from './payments.ts';
import { lonelyLines, type PlatformsConfig, platformsConfig } from './platforms.ts';
import { type Raw, secrets, variables } from './variables.ts';

/** Everything about an installation that is decided outside of it. */
export interface Config {
  readonly role: 'all' | 'web' | 'worker';
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly sandbox: boolean;
  readonly sandboxPort: number;
  readonly sandboxSmtpPort: number;
  /** Where people reach this installation, when that is not where it listens. Without a slash at the end. */
  readonly publicUrl?: string | undefined;
  /** Without one, the database is embedded in the data folder. */
  readonly databaseUrl?: string | undefined;
  /** Absolute. */
  readonly dataFolder: string;
  readonly keyRing: KeyRing;
  readonly storage: StorageConfig;
  readonly mail: { readonly smtpUrl?: string | undefined; readonly from: string };
  readonly platforms: PlatformsConfig;
  readonly payments: PaymentsConfig;
  readonly ai: AiConfig | undefined;
  readonly logLevel: LogLevel;
  readonly otlpEndpoint?: string | undefined;
  readonly metricsToken?: string | undefined;
  /** How many proxies stand in front, or which addresses they have. False: none, what they claim is not believed. */
  readonly trustProxy: false | number | string;
}

export type StorageConfig =
  | { readonly kind: 'local'; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly endpoint: string;
      readonly bucket: string;
      readonly region: string;
      readonly accessKey: string;
      readonly secretKey: string;
      /** `https://host/bucket/key`: what every store but Amazon's understands. */
      readonly pathStyle: boolean;
    };

export type Environment = Record<string, string | undefined>;

/** One line of the configuration that cannot be used, and the line to write instead. */
export interface ConfigProblem {
  readonly variable: string;
  readonly problem: string;
  readonly instead: string;
}

/** All wrong lines at once, so that nobody mends one to be told of the next. Never repeats a secret. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(
      ({ variable, problem, instead }) => `  ${variable} ${problem}\n    write: ${instead}`,
    );
    super(
      `The configuration has ${problems.length === 1 ? 'a line' : `${problems.length} lines`} to mend:\n${lines.join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const root = join(import.meta.dirname, '..');

/** The one place where the process's environment is read. A `.env` in the project's folder fills in what it lacks. */
export function configFromEnvironment(ringIn: (dataFolder: string) => KeyRing = ringKeptIn): Config {
  return readConfig(environmentOf(join(root, '.env'), process.env), ringIn);
}

/** What is really set wins over the file: the file is a person's defaults, the environment is this very start. */
export function environmentOf(file: string, environment: Environment): Environment {
  const lines = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...lines, ...environment };
}

/**
 * Touches nothing but what it is given, except that the ring of the embedded database is made by `ringIn` when
 * there is none yet: and that only once everything else is right.
 */
export function readConfig(
  environment: Environment,
  ringIn: (dataFolder: string) => KeyRing = ringKeptIn,
): Config {
  const problems = misspelt(environment);
  const raw = readVariables(environment, problems);
  problems.push(...contradictions(environment, raw));
  if (problems.length > 0) throw new ConfigError(problems);
  return configOf(raw as Raw, ringIn);
}

function readVariables(environment: Environment, problems: ConfigProblem[]): Partial<Raw> {
  const raw: Record<string, unknown> = {};
  for (const [name, { schema, example }] of Object.entries(variables)) {
    // An empty line in a file of settings means "not set", as in a shell.
    const result = schema.safeParse(environment[name]?.trim() || undefined);
    if (result.success) raw[name] = result.data;
    else
      problems.push({
        variable: name,
        problem: saidOf(name, environment[name]!, result.error.issues[0]!.message),
        instead: example(),
      });
  }
  return raw as Partial<Raw>;
}

const valueShownMax = 60;

function saidOf(name: string, value: string, message: string): string {
  if (secrets.has(name)) return `cannot be used: ${message}`;
  // Any address may have a password in it.
  const open = value.replace(/\/\/[^/]*@/, '//…@');
  const shown = open.length > valueShownMax ? `${open.slice(0, valueShownMax)}…` : open;
  return `is "${shown}": ${message}`;
}

/** `STOA_MAIL_FORM=...` would be silently ignored otherwise, and mail sent under another name. */
function misspelt(environment: Environment): ConfigProblem[] {
  const known = Object.keys(variables);
  return Object.keys(environment)
    .filter((name) => name.startsWith('STOA_') && !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return {
        variable: name,
        problem: 'is not a setting of Stoa.',
        instead: meant ? `${meant}=... (if that is what was meant)` : 'nothing: take the line out',
      };
    });
}

/** What is right by itself and wrong together. */
function contradictions(environment: Environment, raw: Partial<Raw>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const isSet = (name: string) => Boolean(environment[name]?.trim());
  if (!isSet('DATABASE_URL') && (raw.STOA_ROLE === 'web' || raw.STOA_ROLE === 'worker')) {
    problems.push({
      variable: 'STOA_ROLE',
      problem: `is "${raw.STOA_ROLE}", but the embedded database serves one process only.`,
      instead: `STOA_ROLE=all, or set ${variables.DATABASE_URL.example()}`,
    });
  }
  if (isSet('DATABASE_URL') && !isSet('STOA_KEYS')) {
    problems.push({
      variable: 'STOA_KEYS',
      problem:
        'is not set. Secrets in a database on a server are sealed under keys kept outside of it, the same for every process.',
      instead: `STOA_KEYS=k1:${newKey()}   (made for you just now; keep it as safe as the database)`,
    });
  }
  const s3 = ['STOA_S3_ENDPOINT', 'STOA_S3_BUCKET', 'STOA_S3_ACCESS_KEY', 'STOA_S3_SECRET_KEY'] as const;
  if ([...s3, 'STOA_S3_REGION'].some(isSet)) {
    for (const name of s3.filter((one) => !isSet(one))) {
      problems.push({
        variable: name,
        problem: 'is not set, but other lines about S3 are: files are stored there only with all of them.',
        instead: variables[name].example(),
      });
    }
  }
  for (const [name, other] of lonelyLines(isSet)) {
    problems.push({
      variable: name,
      problem: `is not set, but ${other} is: a platform knows this installation by both.`,
      instead: variables[name].example(),
    });
  }
  for (const name of aiLinesMissing(isSet)) {
    problems.push({
      variable: name,
      problem: 'is not set, but STOA_AI_URL is: what its models are called is for you to say.',
      instead: variables[name].example(),
    });
  }
  return problems;
}

function configOf(raw: Raw, ringIn: (dataFolder: string) => KeyRing): Config {
  const dataFolder = resolve(root, raw.STOA_DATA);
  const sandboxPort = raw.SANDBOX_PORT;
  return {
    role: raw.STOA_ROLE,
    host: raw.STOA_HOST,
    port: raw.PORT,
    sandbox: raw.STOA_SANDBOX,
    sandboxPort,
    // Any free port for the pages means any free port for the mail as well.
    sandboxSmtpPort: raw.STOA_SANDBOX_SMTP_PORT ?? (sandboxPort === 0 ? 0 : sandboxPort + 25),
    publicUrl: raw.STOA_PUBLIC_URL,
    databaseUrl: raw.DATABASE_URL,
    dataFolder,
    keyRing: raw.STOA_KEYS === undefined ? ringIn(dataFolder) : parseKeyRing(raw.STOA_KEYS),
    storage: storageOf(raw, dataFolder),
    mail: { smtpUrl: raw.STOA_SMTP_URL, from: raw.STOA_MAIL_FROM },
    platforms: platformsConfig(raw),
    payments: paymentsConfig(raw),
    ai: aiConfig(raw),
    logLevel: raw.STOA_LOG,
    otlpEndpoint: raw.OTEL_EXPORTER_OTLP_ENDPOINT,
    metricsToken: raw.STOA_METRICS_TOKEN,
    trustProxy: raw.STOA_TRUST_PROXY,
  };
}

function storageOf(raw: Raw, dataFolder: string): StorageConfig {
  if (raw.STOA_S3_ENDPOINT === undefined) return { kind: 'local', folder: join(dataFolder, 'files') };
  return {
    kind: 's3',
    endpoint: raw.STOA_S3_ENDPOINT,
    bucket: raw.STOA_S3_BUCKET!,
    region: raw.STOA_S3_REGION,
    accessKey: raw.STOA_S3_ACCESS_KEY!,
    secretKey: raw.STOA_S3_SECRET_KEY!,
    pathStyle: !new URL(raw.STOA_S3_ENDPOINT).hostname.endsWith('.amazonaws.com'),
  };
}
