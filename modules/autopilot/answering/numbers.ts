/** A number as it is said of something: of money, of a share, or of anything. */
export interface Figure {
  readonly value: string;
  readonly of: 'percent' | 'plain' | `money ${string}`;
}

const currencies: readonly (readonly [RegExp, string])[] = [
  [/^(€|eur|euros?)$/i, 'eur'],
  [/^(\$|usd|us\$|dollars?|dollari|dólares|dolares)$/i, 'usd'],
  [/^(£|gbp|pounds?|pfund)$/i, 'gbp'],
  [/^(chf|franken|fr|sfr|francs?)$/i, 'chf'],
];
const currencyOf = (sign: string | undefined) =>
  sign === undefined ? undefined : currencies.find(([known]) => known.test(sign))?.[1];

const number =
  /(?<!\d)(?:(€|\$|£|EUR|USD|GBP|CHF)\s?)?(\d{1,3}(?:[.,’' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,:]\d+)?)(?:\s?(%|€|\$|£|\p{L}{2,9}))?/giu;
const percents = /^(%|percent|prozent|pourcent|por|per|pct)$/i;

/** Every figure of a text, however it is written there: `1.234,50 €` and `€1,234.5` are the same. */
export function figuresIn(text: string): Figure[] {
  return [...text.matchAll(number)].map(([, before, digits, after]) => {
    const currency = currencyOf(before) ?? currencyOf(after);
    const of = currency
      ? (`money ${currency}` as const)
      : after && percents.test(after)
        ? ('percent' as const)
        : ('plain' as const);
    return { value: amountOf(digits!), of };
  });
}

/** So many digits a number of the machine holds without rounding. */
const digitsExactMax = 15;

/** Three digits behind a sign are thousands, fewer or more are a part. */
function amountOf(digits: string): string {
  if (digits.includes(':')) return digits.replace(/^0(?=\d)/, '');
  const plain = digits.replace(/[’' ]/g, '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const behind = last < 0 ? '' : plain.slice(last + 1);
  const isPart = last >= 0 && behind.length !== 3;
  const whole = (isPart ? plain.slice(0, last) : plain).replace(/[.,]/g, '');
  // A number that is no amount, as one that a parcel is followed by: another digit at its end is another one.
  if (!isPart && whole.length > digitsExactMax) return whole.replace(/^0+(?=\d)/, '');
  return String(Number(isPart ? `${whole}.${behind}` : whole));
}

/** What says as much as a figure: not `one`, which says nothing in most languages. */
const wordsOfNumbers: Readonly<Record<string, string>> = {
  en: 'two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 twelve 12 fourteen 14 fifteen 15 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 ninety 90 hundred 100',
  de: 'zwei 2 drei 3 vier 4 fünf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 zwölf 12 vierzehn 14 fünfzehn 15 zwanzig 20 dreißig 30 vierzig 40 fünfzig 50 sechzig 60 neunzig 90 hundert 100',
  fr: 'deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 dix 10 douze 12 quatorze 14 quinze 15 vingt 20 trente 30 quarante 40 cinquante 50 soixante 60 cent 100',
  es: 'dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 doce 12 catorce 14 quince 15 veinte 20 treinta 30 cuarenta 40 cincuenta 50 sesenta 60 noventa 90 cien 100',
  it: 'due 2 tre 3 quattro 4 cinque 5 sette 7 otto 8 nove 9 dieci 10 dodici 12 quattordici 14 quindici 15 venti 20 trenta 30 quaranta 40 cinquanta 50 sessanta 60 novanta 90 cento 100',
  pt: 'dois 2 duas 2 três 3 quatro 4 cinco 5 seis 6 sete 7 oito 8 nove 9 dez 10 doze 12 catorze 14 quinze 15 vinte 20 trinta 30 quarenta 40 cinquenta 50 sessenta 60 noventa 90 cem 100',
};
const numbersNamed = new Map(
  Object.entries(wordsOfNumbers).map(([language, line]) => {
    const words = line.split(' ');
    const pairs = words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1]!] as const] : []));
    return [language, new Map(pairs)] as const;
  }),
);

/** Numbers that are written as words: of one language, or of any where it is not known. */
export function numberWordsIn(text: string, language: string | null): string[] {
  const tables = [...numbersNamed].filter(([name]) => language === null || name === language);
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.flatMap((word) => tables.flatMap(([, table]) => table.get(word) ?? []));
}
