import { plainOf } from './language.ts';

/** What a number is a number of. `thing`: of whatever stands behind it. */
export type Unit =
  | 'money'
  | 'percent'
  | 'time'
  | 'weight'
  | 'length'
  | 'volume'
  | 'degree'
  | 'clock'
  | 'person'
  | 'thing';

export interface Figure {
  readonly value: number;
  /** The end of `38 to 46`. */
  readonly to: number;
  readonly unit: Unit;
}

const units: readonly (readonly [Unit, RegExp])[] = [
  [
    'money',
    /^(€|\$|£|eur|euros?|chf|usd|gbp|franken|francs?|dollars?|dollari|dolares|pounds?|pfund|cents?|centesimi)$/,
  ],
  ['percent', /^(%|percent|prozent|pourcent|per|por|pour|pct)$/],
  [
    'time',
    /^(minut\p{L}*|min|hours?|stunden?|or[ae]|heures?|horas?|days?|tage?n?|giorn[oi]|jours?|dias?|nights?|nachten?|notti?|nuits?|weeks?|wochen?|settiman[ae]|semaines?|semanas?|months?|monate?n?|mes[ei]s?|mois|years?|jahre?n?|ann[oi]|ans?|annees?|anos?|werktage?n?|arbeitstage?n?|quartale?)$/u,
  ],
  ['weight', /^(kg|kilos?|kilogram\p{L}*|g|gram\p{L}*|gramos?|chil[oi]|chilogramm[oi]|quilos?|tonn\p{L}*)$/u],
  [
    'length',
    /^(mm|cm|m|km|met(er|re)s?|centimet\p{L}*|millimet\p{L}*|zentimeter\p{L}*|metri|metro|kilomet\p{L}*|chilometri|inch\p{L}*|zoll|miles?)$/u,
  ],
  ['volume', /^(l|ml|lit(er|re|ro|ri)s?|litros?)$/],
  ['degree', /^(°|°c|degrees?|grad|grad[oi]s?|degres?|graus?)$/],
  ['clock', /^(uhr|oclock|am|pm|h)$/],
  [
    'person',
    /^(people|persons?|guests?|adults?|children|kids|participants?|friends|personen|leute|gasten?|erwachsenen?|kindern?|teilnehmer|freunden?|person[ae]|ospiti|adulti|bambini|amici|partecipanti|personnes|personas|pessoas)$/,
  ],
];
const unitOf = (word: string | undefined): Unit | undefined =>
  word === undefined ? undefined : units.find(([, pattern]) => pattern.test(word))?.[0];

const words: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['one ein eine einem einer einen un una uno une um uma half halbe halben mezza mezzo demi media', 1],
    ['two zwei due deux dos dois duas couple paar', 2],
    ['three drei tre trois tres', 3],
    ['four vier quattro quatre cuatro quatro', 4],
    ['five funf cinque cinq cinco', 5],
    ['six sechs sei seis', 6],
    ['seven sieben sette sept siete sete', 7],
    ['eight acht otto huit ocho oito', 8],
    ['nine neun nove neuf nueve', 9],
    ['ten zehn dieci dix diez dez', 10],
    ['eleven elf undici onze', 11],
    ['twelve zwolf dodici douze doce doze dozen dutzend dozzina', 12],
    ['thirteen dreizehn tredici treize trece treze', 13],
    ['fourteen vierzehn quattordici quatorze catorce', 14],
    ['fifteen funfzehn quindici quinze quince', 15],
    ['sixteen sechzehn sedici seize', 16],
    ['seventeen siebzehn diciassette diecisiete', 17],
    ['eighteen achtzehn diciotto dieciocho', 18],
    ['nineteen neunzehn diciannove', 19],
    ['twenty zwanzig venti vingt veinte vinte', 20],
    ['vierundzwanzig ventiquattro', 24],
    ['funfundzwanzig venticinque', 25],
    ['thirty dreissig trenta trente treinta trinta', 30],
    ['forty vierzig quaranta quarante cuarenta', 40],
    ['fifty funfzig cinquanta cinquante cincuenta cinquenta', 50],
    ['sixty sechzig sessanta soixante sesenta', 60],
    ['seventy siebzig settanta setenta', 70],
    ['eighty achtzig ottanta ochenta oitenta', 80],
    ['ninety neunzig novanta noventa', 90],
    ['hundred hundert cento cent cien cem', 100],
  ].flatMap(([names, value]) =>
    String(names)
      .split(' ')
      .map((name) => [name, Number(value)]),
  ),
);

const token = /\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,:]\d+)?|[€$£%–-]|°c?|o'clock|\p{L}+/gu;
const between = /^(to|bis|a|al|and|und|e|et|y|or|oder|o|till|until|-|–|dell|all)$/;
const unitWithin = 2;
/** What stands before an end that is open, with what stands behind one. */
const openAbove =
  /\b(from|over|above|more than|at least|ab|uber|mehr als|mindestens|da|dai|oltre|piu di|almeno|a partire da|superiori a|a partir de|mas de|mais de|plus de|au moins)( \p{L}+)?$/u;
const openAboveBehind =
  /^\W*(\p{L}+ ){0,2}(or more|and more|or over|upwards|und mehr|oder mehr|und alter|o piu|in su|e oltre|and older|or older)\b/u;
const openBelow =
  /\b(up to|until|under|below|less than|at most|no more than|bis zu|bis|unter|weniger als|hochstens|maximal|fino a|sotto i|meno di|al massimo|massimo|inferiori a|hasta|menos de|jusqu a|moins de|ate)( \p{L}+)?$/u;
const clockBefore = /^(at|um|gegen|alle|dalle|until|bis|till)$/;
const hoursOfDay = 24;

const amountOf = (word: string): number | undefined =>
  /^\d/.test(word)
    ? Number(word.replace(/[.,' ](?=\d{3}\b)/g, '').replace(/[,:]/, '.'))
    : (words[word] ?? undefined);

export const isNumberWord = (plain: string): boolean => Object.hasOwn(words, plain);

/** All numbers of a text, in digits or in words, with what they are of: `4 to 6 working days` is one. */
export function figuresIn(text: string): Figure[] {
  const plain = plainOf(text);
  const met = [...plain.matchAll(token)];
  const all = met.map(([word]) => word.replace("'", ''));
  const found: Figure[] = [];
  for (let i = 0; i < all.length; i += 1) {
    const value = amountOf(all[i]!);
    if (value === undefined) continue;
    const isRange = between.test(all[i + 1] ?? '') && amountOf(all[i + 2] ?? '') !== undefined;
    const last = isRange ? i + 2 : i;
    const unit = unitAt(all, i, last);
    // `one` and the like are a number only with something to count.
    if ((unit === undefined || unit === 'clock') && value === 1 && !/^\d/.test(all[i]!)) continue;
    const before = plain.slice(0, met[i]!.index).trimEnd();
    const behind = plain.slice(met[last]!.index + met[last]![0].length);
    const isLater = unit === 'clock' && all[last + 1] === 'pm' && value < hoursOfDay / 2;
    const from = isLater ? value + hoursOfDay / 2 : value;
    const to = isRange ? amountOf(all[i + 2]!)! : from;
    const isOpen = !isRange && unit !== 'clock';
    found.push({
      value: isOpen && openBelow.test(before) ? 0 : from,
      to: isOpen && (openAbove.test(before) || openAboveBehind.test(behind)) ? Number.POSITIVE_INFINITY : to,
      unit: unit ?? 'thing',
    });
    i = last;
  }
  return found;
}

function unitAt(all: readonly string[], first: number, last: number): Unit | undefined {
  const before = unitOf(/^[€$£]|^(eur|chf|usd|gbp)$/.test(all[first - 1] ?? '') ? all[first - 1] : undefined);
  const behind = all.slice(last + 1, last + 1 + unitWithin).map(unitOf);
  const unit = before ?? behind.find((one) => one !== undefined);
  if (unit !== undefined) return unit;
  const isClock = all[first]!.includes(':') || clockBefore.test(all[first - 1] ?? '');
  return isClock && /^\d/.test(all[first]!) && Number.parseInt(all[first]!, 10) <= hoursOfDay
    ? 'clock'
    : undefined;
}

/** Of these, any other of its kind says something about it: `three weeks` about `within 30 days`. */
const comparable = new Set<Unit>(['money', 'time', 'percent', 'clock', 'person']);

export const isAnswered = (asked: Figure, others: readonly Figure[]): boolean =>
  others.some(
    ({ unit, value, to }) =>
      (unit === asked.unit && comparable.has(unit)) ||
      ((unit === asked.unit || unit === 'thing' || asked.unit === 'thing') &&
        asked.value >= value &&
        asked.value <= to),
  );

const conceptsOfUnits: Partial<Readonly<Record<Unit, string>>> = {
  money: 'price',
  percent: 'percent',
  weight: 'weight',
  length: 'length',
  volume: 'capacity',
  degree: 'temperature',
  person: 'person',
};
/** What a text is about because of its numbers. */
export function conceptsOfFigures(text: string): string[] {
  const plain = plainOf(text);
  const concepts = figuresIn(text).flatMap(({ unit }) => conceptsOfUnits[unit] ?? []);
  const isChristmas =
    /\b2[4-6]\.?(\/| and | und | e | et | y )?.{0,12}(dezember|december|dicembre|decembre|diciembre|dezembro)/.test(
      plain,
    );
  return isChristmas ? [...concepts, 'christmas', 'holiday'] : concepts;
}
