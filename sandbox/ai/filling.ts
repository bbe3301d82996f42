import { extract, languageOf, ranked, stemsOf, wordsOf } from './language.ts';

/** A JSON Schema as far as it is followed here. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
  readonly description?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
}
export interface Reading {
  /** What was asked last. */
  readonly question: string;
  /** Everything else that was given. */
  readonly context: string;
}

const deepMax = 12;

/** What classes are usually called, and words by which they are known. */
const lexicon: Readonly<Record<string, string>> = {
  positive:
    'thank thanks great love lovely beautiful perfect happy danke grazie merci gracias super schön bello joli amazing ✨ ❤',
  negative:
    'broken late never wrong angry bad terrible disappointed refund complaint kaputt spät schlecht rotto male cassé worst lost still',
  question:
    'how what when where which who can do does wie was wann wo come quando dove quanto comment quand combien ?',
  complaint:
    'broken late never wrong angry terrible disappointed complaint damaged kaputt rotto cassé arrived unacceptable',
  refund: 'refund money back return rimborso rembours erstattung zurück geld devolución',
  return: 'return send back exchange reso rückgabe umtausch retour devolver',
  shipping:
    'ship shipping parcel delivery arrive arrived tracking track versand paket lieferung spedizione pacco consegna livraison colis envío',
  delivery:
    'ship shipping parcel delivery arrive arrived tracking track paket lieferung pacco consegna livraison colis',
  order: 'order ordered buy bought bestell ordine ordinato commande pedido purchase',
  price: 'price cost much expensive discount preis kostet prezzo costa prix coûte precio',
  size: 'size small large fit fits größe taglia taille talla measure',
  product: 'product colour color size material available stock linen oak produkt prodotto produit',
  spam: 'crypto followers casino winner click bitcoin forex promo dm earn',
  greeting: 'hello hi hey hallo ciao bonjour hola buongiorno',
  thanks: 'thank thanks danke grazie merci gracias',
  urgent: 'urgent now immediately today asap dringend sofort urgente subito vite',
  high: 'urgent immediately angry terrible asap dringend urgente',
  booking: 'book booking reserve reservation table appointment buchen prenotare réserver reservar',
  legal: 'lawyer legal sue court anwalt avvocato avocat',
};
const fallbacks = ['other', 'none', 'neutral', 'unknown', 'general', 'unclear', 'normal', 'medium', 'low'];

/** A value of this shape, out of the words that were given: always the same for the same words. */
export function filled(shape: Shape, reading: Reading, name = '', root: Shape = shape, depth = 0): unknown {
  const given = resolved(shape, root);
  if (depth > deepMax) return null;
  if (given.const !== undefined) return given.const;
  if (given.enum) return chosen(given.enum, reading.question, name);
  const types = [given.type ?? (given.properties ? 'object' : 'string')].flat();
  const type = types.find((one) => one !== 'null') ?? 'null';
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(given.properties ?? {}).map(([field, under]) => [
        field,
        filled(under, reading, field, root, depth + 1),
      ]),
    );
  if (type === 'array') return listOf(given, reading, name, root, depth);
  if (type === 'boolean') return isSo(`${name} ${given.description ?? ''}`, reading.question);
  if (type === 'integer' || type === 'number') return numberFor(given, reading, name, type === 'integer');
  if (type === 'null') return null;
  return textFor(given, reading, name, types.includes('null'));
}

function resolved(shape: Shape, root: Shape): Shape {
  if (shape.$ref !== undefined) return root.$defs?.[shape.$ref.replace('#/$defs/', '')] ?? {};
  const options = shape.anyOf ?? shape.oneOf;
  return options ? resolved(options.find(({ type }) => type !== 'null') ?? {}, root) : shape;
}

/** How much a text speaks of a class: by its own name, and by what it is known by. */
function kinship(value: string, text: string): number {
  const words = new Set([...wordsOf(text), ...(text.includes('?') ? ['?'] : [])]);
  const stems = new Set(stemsOf(text));
  const own = stemsOf(value.replaceAll('_', ' ')).filter((stem) => stems.has(stem)).length;
  const known = value.split(/[_\s-]/).flatMap((part) => lexicon[part.toLowerCase()]?.split(' ') ?? []);
  return (
    own * 2 + known.filter((word) => words.has(word) || (text.includes(word) && /[^\w]/.test(word))).length
  );
}

function chosen(values: readonly unknown[], text: string, name: string): unknown {
  if (/^lang|locale/i.test(name) && values.includes(languageOf(text))) return languageOf(text);
  const scores = values.map((value) => (typeof value === 'string' ? kinship(value, text) : 0));
  const best = Math.max(...scores);
  if (best > 0) return values[scores.indexOf(best)];
  const usual = fallbacks.find((one) => values.includes(one));
  return usual ?? values[0];
}

const isSo = (meaning: string, text: string) =>
  stemsOf(meaning.replace(/([a-z])([A-Z])|_/g, '$1 $2')).some(
    (stem) => new Set(stemsOf(text)).has(stem) || kinship(stem, text) > 0,
  );

function listOf(shape: Shape, reading: Reading, name: string, root: Shape, depth: number): unknown[] {
  const items = resolved(shape.items ?? {}, root);
  const least = shape.minItems ?? 0;
  const most = Math.min(shape.maxItems ?? 5, 20);
  if (items.enum) {
    const met = items.enum.filter((value) => kinship(String(value), reading.question) > 0);
    return [
      ...met,
      ...items.enum.filter((value) => !met.includes(value)).slice(0, Math.max(0, least - met.length)),
    ].slice(0, most);
  }
  if ((items.type ?? 'string') === 'string') {
    const best = ranked(`${reading.context}\n${reading.question}`, reading.question).map(
      ({ sentence }) => sentence,
    );
    const words = [...new Set(wordsOf(reading.question).filter((word) => word.length > 4))];
    return (/sentence|quote|answer|repl|suggest/i.test(name) ? best : words).slice(0, Math.max(most, least));
  }
  return Array.from({ length: Math.max(1, least) }, () => filled(items, reading, name, root, depth + 1));
}

function numberFor(
  { minimum, maximum }: Shape,
  { question, context }: Reading,
  name: string,
  isWhole: boolean,
) {
  const within = (value: number) => Math.min(maximum ?? value, Math.max(minimum ?? value, value));
  if (/confiden|score|probab|certain/i.test(name)) {
    const { found } = extract(context, question);
    const share = found ? 0.86 : 0.35;
    return within(isWhole ? Math.round(share * (maximum ?? 100)) : share * (maximum ?? 1));
  }
  const digits = /-?\d+(?:[.,]\d+)?/.exec(question)?.[0]?.replace(',', '.');
  const value = within(digits === undefined ? (minimum ?? 0) : Number(digits));
  return isWhole ? Math.round(value) : value;
}

const patterns: readonly (readonly [RegExp, RegExp])[] = [
  [/e-?mail/i, /[\w.+-]+@[\w-]+\.[\w.]+/],
  [/url|link|uri/i, /https?:\/\/\S+/],
  [/date|(^|_)on$/i, /\d{4}-\d{2}-\d{2}/],
  [/phone|tel/i, /\+?\d[\d\s/-]{6,}\d/],
  [/order|number|code|sku/i, /#?\b[A-Z]*-?\d{3,}\b/],
];

function textFor(shape: Shape, reading: Reading, name: string, canBeNull: boolean): string | null {
  const { question, context } = reading;
  const cut = (text: string) => [...text].slice(0, shape.maxLength ?? 2_000).join('');
  if (/^lang|locale/i.test(name)) return languageOf(question);
  const looksLike = patterns.find(([called]) => called.test(name) || called.test(shape.format ?? ''));
  if (looksLike) {
    const met = looksLike[1].exec(question)?.[0];
    if (met !== undefined) return cut(met);
    if (canBeNull) return null;
  }
  if (/title|subject|headline|topic|label/i.test(name))
    return cut(question.split(/\s+/).slice(0, 6).join(' '));
  const { text, found } = extract(context, question);
  if (/answer|reply|response|message|text|draft|body|caption/i.test(name)) return cut(text);
  if (/summary|reason|explan|note/i.test(name)) return cut(found ? text : question);
  return canBeNull && !found ? null : cut(found ? text : question);
}
