import { isIP } from 'node:net';
import { z } from 'zod';
import { type LogLevel, logLevels } from '../kit/log.ts';
import { newKey, parseKeyRing } from '../kit/vault.ts';

/** One line of the configuration: what it means, what it may hold, and a line that works. */
export interface Variable<T> {
  readonly about: string;
  readonly schema: z.ZodType<T>;
  readonly example: () => string;
}
const variable = <T>(about: string, example: string | (() => string), schema: z.ZodType<T>): Variable<T> => ({
  about,
  schema,
  example: typeof example === 'string' ? () => example : example,
});

const text = (check: (value: string) => boolean, message: string) => z.string().refine(check, message);
const oneOf = <T extends string>(values: readonly T[], fallback: T) =>
  z
    .enum(values, `it can be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}.`)
    .default(fallback as never) as z.ZodType<T>;
const portMessage = 'a port is a whole number from 0 (any free one) to 65535.';
const port = text((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, portMessage).transform(
  Number,
);
const word = text((value) => /^[!-~]{1,500}$/.test(value), 'it has no spaces in it.');
const digits = text((value) => /^\d{5,25}$/.test(value), 'it is a number of 5 to 25 digits.');
const isUrl = (value: string, ...protocols: string[]) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol);
const webAddress = text(
  (value) => isUrl(value, 'http:', 'https:'),
  'an address begins with http:// or https://.',
);
const origin = webAddress
  .refine(
    (value) => !URL.canParse(value) || /^\/?$/.test(new URL(value).pathname + new URL(value).search),
    'it is an address without a path.',
  )
  .transform((value) => new URL(value).origin);
const database = text(
  (value) => isUrl(value, 'postgres:', 'postgresql:'),
  'it is not an address of a PostgreSQL database.',
);
const keyRing = z.string().superRefine((value, context) => {
  try {
    parseKeyRing(value);
  } catch (error) {
    context.addIssue((error as Error).message);
  }
});

const isNetwork = (value: string) => {
  const [address = '', bits, ...more] = value.trim().split('/');
  const bitsMax = isIP(address) === 4 ? 32 : 128;
  return (
    isIP(address) > 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax))
  );
};
const trustProxy = text(
  (value) => value === 'off' || /^[1-9]\d?$/.test(value) || value.split(',').every(isNetwork),
  'it is "off", how many proxies stand in front, or their addresses with commas between.',
).transform((value): false | number | string =>
  value === 'off' ? false : /^\d+$/.test(value) ? Number(value) : value,
);

/** Every setting there is. Their order is the order in which `npm run stoa -- help configuration` explains them. */
export const variables = {
  PORT: variable('Where Stoa answers.', 'PORT=4100', port.default(4100)),
  STOA_HOST: variable(
    'The address of this machine it listens on. 0.0.0.0 is all of them.',
    'STOA_HOST=127.0.0.1',
    text((value) => value === 'localhost' || isIP(value) > 0, 'it is not an address of a machine.').default(
      '127.0.0.1',
    ),
  ),
  STOA_PUBLIC_URL: variable(
    'Where people reach it, for links in mail.',
    'STOA_PUBLIC_URL=https://stoa.example.com',
    origin.optional(),
  ),
  STOA_TRUST_PROXY: variable(
    'Whether proxies in front may say where a request came from.',
    'STOA_TRUST_PROXY=1',
    trustProxy.default(false),
  ),
  STOA_ROLE: variable(
    'What this process does: answer people, work through jobs, or all of it.',
    'STOA_ROLE=all',
    oneOf<'all' | 'web' | 'worker'>(['all', 'web', 'worker'], 'all'),
  ),
  DATABASE_URL: variable(
    'A PostgreSQL 15 or newer with pgvector. Without it, one is embedded.',
    'DATABASE_URL=postgres://stoa:password@127.0.0.1:5432/stoa',
    database.optional(),
  ),
  STOA_DATA: variable(
    'The folder for the embedded database, files and keys.',
    'STOA_DATA=.stoa',
    z.string().default('.stoa'),
  ),
  STOA_KEYS: variable(
    'The keys that stored secrets are sealed under; the first seals, the others only open.',
    () => `STOA_KEYS=k1:${newKey()}   (made for you just now)`,
    keyRing.optional(),
  ),
  STOA_SANDBOX: variable(
    'Whether the sandbox world runs beside Stoa.',
    'STOA_SANDBOX=on',
    oneOf(['on', 'off'], 'on').transform((value) => value === 'on'),
  ),
  SANDBOX_PORT: variable('Where the sandbox world answers.', 'SANDBOX_PORT=4200', port.default(4200)),
  STOA_SANDBOX_SMTP_PORT: variable(
    'Where its mailbox takes mail; 25 above SANDBOX_PORT.',
    'STOA_SANDBOX_SMTP_PORT=4225',
    port.optional(),
  ),
  STOA_SMTP_URL: variable(
    'The server that sends mail. Without it, mail goes to the sandbox.',
    'STOA_SMTP_URL=smtps://user:password@mail.example.com:465',
    text((value) => isUrl(value, 'smtp:', 'smtps:'), 'it is not an address of a mail server.').optional(),
  ),
  STOA_MAIL_FROM: variable(
    'Whom mail comes from.',
    'STOA_MAIL_FROM=Stoa <stoa@example.com>',
    text(
      (value) => /^[^@<>\s]+@[^@<>\s]+$|^[^<>\r\n]+<[^@<>\s]+@[^@<>\s]+>$/.test(value),
      'it is not a mail address.',
    ).default('Stoa <stoa@localhost>'),
  ),
  STOA_S3_ENDPOINT: variable(
    'Files in S3 instead of the data folder: where.',
    'STOA_S3_ENDPOINT=https://s3.example.com',
    webAddress.optional(),
  ),
  STOA_S3_BUCKET: variable('In which bucket.', 'STOA_S3_BUCKET=stoa', z.string().optional()),
  STOA_S3_REGION: variable('In which region.', 'STOA_S3_REGION=us-east-1', z.string().default('us-east-1')),
  STOA_S3_ACCESS_KEY: variable('As whom.', 'STOA_S3_ACCESS_KEY=...', z.string().optional()),
  STOA_S3_SECRET_KEY: variable('With which secret.', 'STOA_S3_SECRET_KEY=...', z.string().optional()),
  STOA_META_APP_ID: variable(
    'The application at Meta that Facebook Pages, WhatsApp and linked Instagram accounts are connected with.',
    'STOA_META_APP_ID=1234567890123456',
    digits.optional(),
  ),
  STOA_META_APP_SECRET: variable('Its secret.', 'STOA_META_APP_SECRET=...', word.optional()),
  STOA_INSTAGRAM_APP_ID: variable(
    'The same application for Instagram Login, where it has an id of its own.',
    'STOA_INSTAGRAM_APP_ID=1234567890123456',
    digits.optional(),
  ),
  STOA_INSTAGRAM_APP_SECRET: variable(
    'The secret that belongs to it.',
    'STOA_INSTAGRAM_APP_SECRET=...',
    word.optional(),
  ),
  STOA_META_API_VERSION: variable(
    'Which version of its API Meta is asked in.',
    'STOA_META_API_VERSION=v25.0',
    text((value) => /^v\d{1,3}\.\d$/.test(value), 'a version is written v25.0.').default('v25.0'),
  ),
  STOA_META_VERIFY_TOKEN: variable(
    'What Meta shows when it asks whether a webhook address is ours. Without it, one is made from the keys.',
    'STOA_META_VERIFY_TOKEN=a-long-random-word',
    text(
      (value) => /^[!-~]{16,200}$/.test(value),
      'it is too easy to guess. Take 16 characters at least, without spaces.',
    ).optional(),
  ),
  STOA_GOOGLE_CLIENT_ID: variable(
    'The client at Google that YouTube channels and places with reviews are connected with.',
    'STOA_GOOGLE_CLIENT_ID=1234-abcd.apps.googleusercontent.com',
    word.optional(),
  ),
  STOA_GOOGLE_CLIENT_SECRET: variable('Its secret.', 'STOA_GOOGLE_CLIENT_SECRET=...', word.optional()),
  STOA_SHOPIFY_CLIENT_ID: variable(
    'The app at Shopify that shops are connected with.',
    'STOA_SHOPIFY_CLIENT_ID=0123456789abcdef0123456789abcdef',
    word.optional(),
  ),
  STOA_SHOPIFY_CLIENT_SECRET: variable('Its secret.', 'STOA_SHOPIFY_CLIENT_SECRET=...', word.optional()),
  STOA_AMAZON_CLIENT_ID: variable(
    'The client at Amazon that seller accounts are connected with.',
    'STOA_AMAZON_CLIENT_ID=amzn1.application-oa2-client.0123',
    word.optional(),
  ),
  STOA_AMAZON_CLIENT_SECRET: variable('Its secret.', 'STOA_AMAZON_CLIENT_SECRET=...', word.optional()),
  STOA_AMAZON_APPLICATION_ID: variable(
    'The application that sellers agree to.',
    'STOA_AMAZON_APPLICATION_ID=amzn1.sp.solution.0123',
    word.optional(),
  ),
  STOA_AMAZON_REGION: variable(
    'Where these sellers are: North America, Europe or the Far East.',
    'STOA_AMAZON_REGION=eu',
    oneOf<'na' | 'eu' | 'fe'>(['na', 'eu', 'fe'], 'eu'),
  ),
  STOA_STRIPE_KEY: variable(
    'The secret key of the account at Stripe that takes payments for plans and credits.',
    'STOA_STRIPE_KEY=sk_live_...',
    word.optional(),
  ),
  STOA_STRIPE_WEBHOOK_SECRET: variable(
    'The signing secret of its webhook endpoint, which is at /hooks/stripe.',
    'STOA_STRIPE_WEBHOOK_SECRET=whsec_...',
    word.optional(),
  ),
  STOA_WHOP_KEY: variable(
    'The key of the company at Whop that takes payments for plans and credits.',
    'STOA_WHOP_KEY=apik_...',
    word.optional(),
  ),
  STOA_WHOP_COMPANY: variable('The id of that company.', 'STOA_WHOP_COMPANY=biz_...', word.optional()),
  STOA_WHOP_WEBHOOK_SECRET: variable(
    'The secret of its webhook, which is at /hooks/whop.',
    'STOA_WHOP_WEBHOOK_SECRET=ws_...',
    word.optional(),
  ),
  STOA_AI_URL: variable(
    'Where models of AI are: anything that speaks as OpenAI does. Without it, a key is one of OpenRouter.',
    'STOA_AI_URL=https://openrouter.ai/api/v1',
    webAddress
      .refine((value) => !URL.canParse(value) || new URL(value).search === '', 'it has no question mark.')
      .transform((value) => value.replace(/\/+$/, ''))
      .optional(),
  ),
  STOA_AI_KEY: variable('The key to them.', 'STOA_AI_KEY=...', word.optional()),
  STOA_AI_CHAT_MODEL: variable(
    'Which of them answers, where a workspace has not chosen.',
    'STOA_AI_CHAT_MODEL=openai/gpt-5-mini',
    word.optional(),
  ),
  STOA_AI_EMBEDDING_MODEL: variable(
    'Which of them makes vectors, where a workspace has not chosen.',
    'STOA_AI_EMBEDDING_MODEL=openai/text-embedding-3-small',
    word.optional(),
  ),
  STOA_LOG: variable('How much is logged.', 'STOA_LOG=info', oneOf<LogLevel>(logLevels, 'info')),
  STOA_METRICS_TOKEN: variable(
    'What /metrics asks for as a bearer token. Without it, only this machine may read it.',
    'STOA_METRICS_TOKEN=a-long-random-word',
    text(
      (value) => value.length >= 16 && !/\s/.test(value),
      'it is too easy to guess. Take 16 characters at least, without spaces.',
    ).optional(),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    'Where traces go.',
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318',
    webAddress.optional(),
  ),
} as const;

export type Raw = { [Name in keyof typeof variables]: z.infer<(typeof variables)[Name]['schema']> };

/** Their values are never repeated: an address of a database or of a mail server has a password in it. */
export const secrets: ReadonlySet<string> = new Set<keyof typeof variables>([
  'DATABASE_URL',
  'STOA_KEYS',
  'STOA_SMTP_URL',
  'STOA_S3_ACCESS_KEY',
  'STOA_S3_SECRET_KEY',
  'STOA_META_APP_SECRET',
  'STOA_INSTAGRAM_APP_SECRET',
  'STOA_META_VERIFY_TOKEN',
  'STOA_GOOGLE_CLIENT_SECRET',
  'STOA_SHOPIFY_CLIENT_SECRET',
  'STOA_AMAZON_CLIENT_SECRET',
  'STOA_STRIPE_KEY',
  'STOA_STRIPE_WEBHOOK_SECRET',
  'STOA_WHOP_KEY',
  'STOA_WHOP_WEBHOOK_SECRET',
  'STOA_AI_KEY',
  'STOA_METRICS_TOKEN',
]);
