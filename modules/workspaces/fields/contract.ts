import { z } from 'zod';

export const LocationId = z.uuid().brand<'LocationId'>();
export type LocationId = z.infer<typeof LocationId>;

export const nameLengthMax = 120;
export const slugLengthMax = 60;
const slugLengthMin = 2;

/** Zero width, bidirectional control and the like: what is shown would not be what is stored. */
const invisible =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/u;
/** In scripts that join their letters, and in emoji, a joiner is part of how it is written. In others it hides. */
const joiners =
  /(?<=[\p{M}\p{S}]|[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{P}\p{Z}\p{C}])[\u200c\u200d](?=[\p{L}\p{S}])/gu;
const showsItself = (text: string) => !invisible.test(text.replace(joiners, ''));
const unseen = 'This holds characters that cannot be seen.';

/** One line as a person means it: composed, trimmed, and showing everything it holds. */
export const line = (lengthMax: number) =>
  z.string().normalize('NFC').trim().min(1).max(lengthMax).refine(showsItself, unseen);

/** Several lines of it. */
export const paragraphs = (lengthMax: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(lengthMax)
    .refine((text) => showsItself(text.replace(/[\n\r\t]/g, '')), unseen);

/** Any name the machine's time zone database knows: `Europe/Zurich`. */
export const Timezone = z
  .string()
  .max(64)
  .refine(isTimezone, 'This is not a time zone. Write it like Europe/Zurich.');

/** A bare offset such as `+02:00` names no place, and knows no summer. */
function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

export const MailAddress = z
  .string()
  .normalize('NFC')
  .trim()
  .toLowerCase()
  .max(320)
  .regex(
    /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/,
    'Write an e-mail address like ada@example.org.',
  );

export const WebAddress = z
  .string()
  .normalize('NFC')
  .trim()
  .max(300)
  .refine(isWebAddress, 'Write an address that begins with https:// or http://.');

function isWebAddress(text: string): boolean {
  if (!showsItself(text) || /\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && hostname.includes('.') && username === '' && password === '';
}

export const PhoneNumber = z
  .string()
  .trim()
  .max(40)
  .regex(/^\+?[0-9][0-9 ()./-]{2,38}$/, 'Write a phone number like +41 44 123 45 67.');

/** A language as browsers name it: `en`, `de-AT`. */
export const Locale = z
  .string()
  .trim()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Write the language like en or de-AT.');

export const Currency = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'Write the currency like EUR.');

type Optional<S extends z.ZodRawShape> = { [K in keyof S]: z.ZodOptional<S[K] & z.ZodType> };
const eachOf = (fields: z.ZodRawShape, made: (field: z.ZodType) => z.ZodType) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, made(field as z.ZodType)]));

/** What is kept of such fields. What a direct client wrote that is none of them is not shown, and breaks nothing. */
export const asStored = <S extends z.ZodRawShape>(fields: S) =>
  z.object(eachOf(fields, (field) => field.optional().catch(undefined)) as Optional<S>);

/** Bounded as a whole, since each of its many parts is small by itself. */
export const small = <S extends z.ZodType>(shape: S, bytesMax: number) =>
  shape.refine(
    (value) => new TextEncoder().encode(JSON.stringify(value)).length <= bytesMax,
    `This is more than can be kept: ${bytesMax.toLocaleString('en')} bytes.`,
  );

/** A change of them: what is given replaces what was there, null takes it away, what is not named stays. */
export const changesOf = <S extends z.ZodRawShape>(fields: S) =>
  z.strictObject(
    eachOf(fields, (field) => field.nullish()) as {
      [K in keyof S]: z.ZodOptional<z.ZodNullable<S[K] & z.ZodType>>;
    },
  );

/** What an address of ours begins with, and names that would speak for the installation. */
const reservedSlugs = new Set(
  `about account accounts admin administrator anybody api app assets auth billing blog cdn checkout contact dashboard
   default deleted demo dev docs download everyone files help home hooks host images inbox internal invitations invite
   legal login logout mail me media new news nil nobody null oauth official owner pay payments personal ping press
   pricing privacy public root search security server session settings shop signin sign-in signout sign-out signup
   sign-up static status stoa stream support system team terms test trust undefined unsubscribe user users verify w
   web webhook webhooks workspace workspaces www`.split(/\s+/),
);
const isReservedSlug = (slug: string) => reservedSlugs.has(slug);

/** Plain letters only: of two addresses that look alike, one would be a trap. */
export const Slug = z
  .string()
  .trim()
  .toLowerCase()
  .min(slugLengthMin)
  .max(slugLengthMax)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use letters from a to z, digits, and single dashes between them.')
  .refine((slug) => !isReservedSlug(slug), 'This address is kept for the installation.');

/** Letters that do not come apart into a plain one and a mark. */
const latin: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
};
const others: Readonly<Record<string, string>> = {
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŋ: 'ng',
  '&': ' and ',
  '@': ' at ',
};
const greek = pairs('αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o');
const cyrillic = pairs(
  'абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґђјљњћџ',
  'a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya ye i yi g dj j lj nj c dz',
);
const plainOf = { ...latin, ...others, ...greek, ...cyrillic };

function pairs(letters: string, plain: string): Record<string, string> {
  const each = plain.split(' ').map((text) => (text === '-' ? '' : text));
  return Object.fromEntries([...letters].map((letter, i) => [letter, each[i]!]));
}

/**
 * An address made of a name: `Ødegård & Søn` is `odegard-and-son`. Undefined where nothing is left that can be
 * written in plain letters, and for words that are kept.
 */
export function slugOf(name: string): string | undefined {
  const plain = [...name.toLowerCase().normalize('NFC')]
    .map((letter) => plainOf[letter] ?? letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase())
    .map((letter) => plainOf[letter] ?? letter)
    .join('');
  const slug = plain
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugLengthMax)
    .replace(/^-+|-+$/g, '');
  return Slug.safeParse(slug).data;
}
