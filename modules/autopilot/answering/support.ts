import { figuresIn, numberWordsIn } from './numbers.ts';

/** As they are compared: in small letters and without accents, since a word ends at an accent for a pattern. */
const plain = (text: string): string =>
  text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');

const patterns = <T extends Readonly<Record<string, string>> | readonly string[]>(written: T) =>
  Object.fromEntries(
    Object.entries(written).map(([name, one]) => [name, new RegExp(`\\b(?:${plain(one)})\\b`, 'u')]),
  );

/** What a text says that must not be made up: a business is held to it. */
const promises: Readonly<Record<string, RegExp>> = patterns({
  free: 'free|kostenlos\\w*|gratis|kostenfrei\\w*|gratuit\\w*|gratuíto|sin coste|offert\\w*',
  refund: 'refund\\w*|money back|erstatt\\w*|rückerstatt\\w*|rembours\\w*|reembols\\w*|rimbors\\w*',
  return:
    'returns?|returned|returning|rückgabe\\w*|rücksend\\w*|zurückgeben|retour\\w*|devol\\w*|reso|resi|restitu\\w*',
  exchange: 'exchange\\w*|swap|umtausch\\w*|échang\\w*|cambio|cambiar|cambi|troca\\w*',
  warranty: 'warrant\\w*|guarante\\w*|garant\\w*|gewährleist\\w*',
  discount:
    'discount\\w*|sale|coupon\\w*|voucher\\w*|% off|rabatt\\w*|gutschein\\w*|réduction\\w*|remise\\w*|promo\\w*|descuento\\w*|sconto|sconti|desconto\\w*|cupón|cupom',
  ship: 'ship\\w*|deliver\\w*|versand\\w*|versend\\w*|verschick\\w*|liefer\\w*|livr\\w*|expédi\\w*|envío\\w*|enviamos|envia\\w*|entreg\\w*|sped\\w*|consegn\\w*',
  cancel: 'cancel\\w*|stornier\\w*|widerruf\\w*|annul\\w*|cancelar|anular|annull\\w*',
  customs: 'customs|duty|duties|zoll\\w*|douan\\w*|aduan\\w*|dogan\\w*|alfândeg\\w*',
  stock:
    'in stock|out of stock|available|sold out|auf lager|lieferbar|vorrätig|ausverkauft|en stock|disponib\\w*|agotad\\w*|esaurit\\w*|esgotad\\w*',
  instalments: 'instal?ments?|raten\\w*|ratenzahlung|mensualit\\w*|plazos|cuotas|prestaç\\w*',
  organic: 'organic|certif\\w*|zertifi\\w*|bio|biologi\\w*|orgánic\\w*|ecológic\\w*|gots|oeko-tex|vegan\\w*',
});

const days: readonly RegExp[] = Object.values(
  patterns([
    'mondays?|montags?|lundis?|lunes|lunedì|segundas?(-feiras?)?',
    'tuesdays?|dienstags?|mardis?|martes|martedì|terças?(-feiras?)?',
    'wednesdays?|mittwochs?|mercredis?|miércoles|mercoledì|quartas?-feiras?',
    'thursdays?|donnerstags?|jeudis?|jueves|giovedì|quintas?-feiras?',
    'fridays?|freitags?|vendredis?|viernes|venerdì|sextas?-feiras?',
    'saturdays?|samstags?|sonnabends?|samedis?|sábados?|sabato',
    'sundays?|sonntags?|dimanches?|domingos?|domenic\\w*',
  ]),
);
const months: readonly RegExp[] = Object.values(
  patterns([
    'january|januar|jänner|janvier|enero|gennaio|janeiro',
    'february|februar|février|febrero|febbraio|fevereiro',
    'april|avril|abril|aprile',
    'june|juni|juin|junio|giugno|junho',
    'july|juli|juillet|julio|luglio|julho',
    'august|août|agosto',
    'september|septembre|septiembre|settembre|setembro',
    'october|oktober|octobre|octubre|ottobre|outubro',
    'november|novembre|noviembre|novembro',
    'december|dezember|décembre|diciembre|dicembre|dezembro',
  ]),
);
const addresses =
  /(?:https?:\/\/|www\.)[^\s<>"')\]]+|[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}|\b[a-z\d-]+\.(?:com|net|org|de|at|ch|it|fr|es|pt|eu|io|shop|store|test)(?:\/\S*)?\b/giu;

/** All that a sentence claims, each as something that another text has or has not. */
export function claimsIn(text: string, language: string | null): Set<string> {
  const found = addressesIn(text);
  const bare = text.replace(addresses, ' ');
  const said = plain(bare);
  const figures = figuresIn(bare);
  return new Set([
    ...found,
    ...figures.map(({ value, of }) => `${of} ${value}`),
    ...numberWordsIn(bare, language ?? 'en').map((value) => `plain ${value}`),
    ...Object.entries(promises).flatMap(([name, promise]) => (promise.test(said) ? [`word ${name}`] : [])),
    ...days.flatMap((day, i) => (day.test(said) ? [`day ${i}`] : [])),
    ...months.flatMap((month, i) => (month.test(said) ? [`month ${i}`] : [])),
  ]);
}

/** What a text can stand behind: a figure of anything is also a plain one, and a number is one in any language. */
function backingOf(text: string): Set<string> {
  const claims = [...claimsIn(text, null)];
  const plain = [...figuresIn(text).map(({ value }) => value), ...numberWordsIn(text, null)];
  return new Set([...claims, ...plain.map((value) => `plain ${value}`)]);
}

const addressesIn = (text: string) =>
  (text.match(addresses) ?? []).map(
    (one) =>
      `address ${one
        .toLowerCase()
        .replace(/^(https?:\/\/)?(www\.)?/, '')
        .replace(/[./]+$/, '')}`,
  );

/** Whose addresses are in a text: of mails and of pages. */
export const domainsIn = (text: string): string[] =>
  addressesIn(text).map((one) => one.replace(/^address (?:.*@)?/, '').replace(/[/:?#].*$/, ''));

const accounts = /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b|\b(?:bc1|0x)[a-z\d]{20,}\b/iu;
export const namesAccount = (text: string): boolean => accounts.test(text);

const sentencesIn = new Intl.Segmenter(undefined, { granularity: 'sentence' });
/** Where each is, too: that is how an answer is shown in its source. */
export function sentencesOf(
  text: string,
): { readonly text: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/[^\n]+/g)].flatMap((line) =>
    [...sentencesIn.segment(line[0])].flatMap(({ segment, index }) => {
      const trimmed = segment.trim();
      if (trimmed === '') return [];
      const start = line.index + index + segment.indexOf(trimmed);
      return [{ text: trimmed, start, end: start + trimmed.length }];
    }),
  );
}

export interface Backing {
  readonly content: string;
}
export interface Span {
  /** Which of the sources. */
  readonly source: number;
  readonly start: number;
  readonly end: number;
}
export type Supported =
  | { readonly isSupported: true; readonly spans: readonly Span[] }
  /** The first sentence that nothing of it stands behind. */
  | { readonly isSupported: false; readonly sentence: string };

/**
 * Whether every sentence that a business could be held to stands in one of the sources, with all that it claims. What
 * a model says of its own answer plays no part in it.
 */
export function supportOf(answer: string, sources: readonly Backing[], language: string | null): Supported {
  const backings = sources.map(({ content }) => backingOf(content));
  const spans: Span[] = [];
  for (const { text } of sentencesOf(answer)) {
    const claims = [...claimsIn(text, language)];
    const behind = backings.flatMap((backing, i) => (claims.every((one) => backing.has(one)) ? [i] : []));
    if (claims.length > 0 && behind.length === 0) return { isSupported: false, sentence: text };
    const span = nearestSpan(text, sources, behind);
    if (span) spans.push(span);
    else if (claims.length > 0)
      spans.push({ source: behind[0]!, start: 0, end: sources[behind[0]!]!.content.length });
  }
  return { isSupported: true, spans };
}

const sharedMin = 0.5;

/** The sentence of a source that says the same in the same words. */
function nearestSpan(
  sentence: string,
  sources: readonly Backing[],
  among: readonly number[],
): Span | undefined {
  const words = wordsOf(sentence);
  if (words.size === 0) return undefined;
  let best: (Span & { readonly share: number }) | undefined;
  for (const source of among)
    for (const { text, start, end } of sentencesOf(sources[source]!.content)) {
      const others = wordsOf(text);
      const share = [...words].filter((word) => others.has(word)).length / words.size;
      if (share >= sharedMin && share > (best?.share ?? 0)) best = { source, start, end, share };
    }
  return best && { source: best.source, start: best.start, end: best.end };
}

/** Beginnings of the longer words: endings differ from sentence to sentence. */
const wordsOf = (text: string): Set<string> =>
  new Set(
    (
      text
        .toLowerCase()
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .match(/[\p{L}\d]+/gu) ?? []
    )
      .filter((word) => word.length > 3)
      .map((word) => word.slice(0, 6)),
  );

const deeds =
  /\b(i|we)(['’](ve|ll)| have| will)( just)? (refunded|refund|cancel\w*|changed|booked|reserved|ordered|upgraded|credited|issued|applied) |\b(ich|wir) (habe|haben|werde|werden)\b.{0,60}\b(erstattet|erstatten|storniert|stornieren|geandert|gebucht|reserviert|gutgeschrieben)\b|\b(j['’]ai|nous avons)\b.{0,40}\b(rembourse|annule|modifie|reserve)|\b(he|hemos) (reembolsado|cancelado|cambiado|reservado)|\b(ho|abbiamo) (rimborsato|annullato|cambiato|prenotato)|\b(ja )?(reembolsei|cancelei|reservei|alterei)\b/u;

/** It says that something was done, or will be: an answer does nothing, so that is never so. */
export const claimsDeed = (text: string): boolean => deeds.test(plain(text));
