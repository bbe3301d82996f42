/** What is written instead of a secret. */
export const hidden = '[hidden]';

/**
 * A name that holds one of these words holds a secret: `accessToken`, `x-api-key`, `set-cookie`,
 * `DB_PASSWORD`.
 */
const secretWords = new Set([
  ...[
    'authorization',
    'cookie',
    'cookies',
    'password',
    'passwords',
    'passwd',
    'passphrase',
    'secret',
    'secrets',
  ],
  ...[
    'token',
    'tokens',
    'key',
    'keys',
    'keyring',
    'sealed',
    'credential',
    'credentials',
    'signature',
    'otp',
    'totp',
    'hmac',
  ],
]);
/** The last word decides that these only speak about a secret. */
const harmlessLastWords = new Set([
  'id',
  'ids',
  'count',
  'name',
  'names',
  'kind',
  'type',
  'at',
  'max',
  'ms',
  'seconds',
  'bytes',
]);

const depthMax = 8;
const itemsMax = 100;
const textLengthMax = 8_000;
const causesMax = 5;

/**
 * A copy that may be written down: secrets hidden at every depth, errors spelled out, nothing endless in it.
 */
export function loggable(value: unknown): unknown {
  return copied(value, 0, new Set());
}

/** Secrets inside sentences: a bearer or basic credential, and the password in an address. */
export function scrubbed(line: string): string {
  return line
    .replace(/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${hidden}`)
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"]*):[^\s/?#@"]+@/gi, `$1:${hidden}@`)
    .replace(/([?&][a-z_]*(?:token|secret|password|signature|api_key|mac)=)[^&\s"\\]+/gi, `$1${hidden}`);
}

export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const last = words.at(-1) ?? '';
  // `apikey`, `accesstoken`: written without a seam.
  const glued = /(?:api|private|access|secret|signing)(?:key|token)$|password$/.test(last);
  return (glued || words.some((word) => secretWords.has(word))) && !harmlessLastWords.has(last);
}

function copied(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string')
    return value.length > textLengthMax ? `${value.slice(0, textLengthMax)}…` : value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return '[seen above]';
  if (depth >= depthMax) return '[deeper]';
  above.add(value);
  try {
    return copiedObject(value, depth, above);
  } finally {
    above.delete(value);
  }
}

function copiedObject(value: object, depth: number, above: Set<object>): unknown {
  if (value instanceof Error) return copiedError(value, depth, above);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof URL) return value.href;
  if (value instanceof Map) return copiedFields(value.entries(), depth, above);
  if (value instanceof Set) return copied([...value], depth, above);
  if (Array.isArray(value)) {
    const items = value.slice(0, itemsMax).map((item) => copied(item, depth + 1, above));
    return value.length > itemsMax ? [...items, `[${value.length - itemsMax} more]`] : items;
  }
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return copied(value.toJSON(), depth + 1, above);
  return copiedFields(Object.entries(value), depth, above);
}

function copiedFields(fields: Iterable<[unknown, unknown]>, depth: number, above: Set<object>) {
  const copy: Record<string, unknown> = {};
  let count = 0;
  for (const [name, field] of fields) {
    count += 1;
    if (count > itemsMax) {
      copy['…'] = '[more]';
      break;
    }
    copy[String(name)] = shown(String(name), field) ? copied(field, depth + 1, above) : hidden;
  }
  return copy;
}

/** Nothing is no secret, and neither is how many: `tokens: 1200` is a measure. */
function shown(name: string, field: unknown): boolean {
  if (field === undefined || field === null || typeof field === 'boolean') return true;
  if (!isSecretName(name)) return true;
  return typeof field === 'number' && /tokens$/i.test(name);
}

function copiedError(error: Error, depth: number, above: Set<object>): unknown {
  const { cause, ...own } = error as Error & Record<string, unknown>;
  const causes = above.size > causesMax + depthMax || depth >= causesMax ? undefined : cause;
  const fields = copiedFields(
    Object.entries(own).filter(([name]) => !['name', 'message', 'stack'].includes(name)),
    depth,
    above,
  );
  return {
    type: error.name,
    message: copied(error.message, depth, above),
    ...(fields as object),
    stack: copied(error.stack, depth, above),
    ...(causes === undefined ? {} : { cause: copied(causes, depth + 1, above) }),
  };
}
