import type { Unit } from './figures.ts';
import { plainOf, sentencesOf } from './language.ts';
import type { Said } from './terms.ts';

/** What has to be in an answer. */
export type Wanted =
  | 'money'
  | 'duration'
  | 'moment'
  | 'often'
  | 'weight'
  | 'length'
  | 'degree'
  | 'age'
  | 'count';

const patterns: readonly (readonly [Wanted, RegExp])[] = [
  [
    'money',
    /\bhow much (is|are|does|do|would|will|for|did|to|should|must|can|extra|more|money|am|per|each|an?)\b(?! (long|space|room|time|notice|weight|water))|\bwhat (do|would|will|did) (you|i|it|that) (charge|take|ask|pay|want for)|\bwhat (do|would) (you|i) .{0,30}\b(charge|pay)\b|\bset me back\b|\b(what|how) .*\b(cost|costs|price|prices|fee|fees|charge)\b|\bhow expensive\b|\b(price|cost|fee|charge)s? (of|for|please)\b|\b(price|cost|fee)s?\?|\b(was|wieviel|wie viel) (kostet|kosten|zahle|zahlt|bezahle)|\bwie teuer\b|\b(was|wieviel|wie viel) (nehmt|nehmen|verlangt|verlangen|berechnet|macht das)\b|\bpreis\b|\bquanto (cost|vien|veng|si paga|si spende|pago|paghi|paga|spend|chied|prend|mi cost)|\ba quanto (viene|sta|ammont)|\bprezz[oi]\b|\bcombien (cout|ca)|\bprix\b|\bcuanto (cuesta|cobr)|\bprecios?\b|\bquanto custa|\bprecos?\b/,
  ],
  [
    'duration',
    /\bhow (long|soon|fast|quick\w*|early|far (in advance|ahead|before)|much (time|notice)|many (days|weeks|hours|months|years|minutes|nights|working|business))\b|\bwie (lange?|viele (tage|wochen|stunden|monate|jahre|minuten|nachte|werktage))\b|\bquanto (tempo|dura|durano|ci vuole|ci mett|si mantien|resta)|\bquant[ie] (giorni|settimane|ore|mesi|anni|minuti|notti)\b|\bcombien de (temps|jours|semaines|mois|heures)|\bcuant[oa]s? (tiempo|tarda|dura|dias|semanas|horas)|\bquant[oa]s? (tempo|dias|semanas|horas)/,
  ],
  [
    'moment',
    /\bwhen\b(?! i)|\bwhat time\b|\b(which|what) (days?|dates?|hours?|month)\b|\bwhat o.?clock\b|\bwann\b|\bwie viel uhr\b|\bwelche[mnrs]? (tag|datum|zeit|uhrzeit|monat)|\bum wie viel\b|\bquando\b(?! si)|\bche ora\b|\b(che|quale|quali|qual) (giorn|data|orari|mese)|\bquand\b|\bquelle heure\b|\bcuando\b|\bque hora\b/,
  ],
  [
    'often',
    /\bhow (often|frequent|many times)|\b(in )?(what|which) intervals|\bwie (oft|haufig)\b|\bwelche[nm]? abstand|\b(ogni quant|quante volte|con che frequenza)|\bcombien de fois\b|\bcada cuant|\bcuantas veces\b/,
  ],
  ['weight', /\bhow heavy\b|\bhow much .*\bweigh|\bwie schwer\b|\b(was|wie ?viel) wieg|\bquanto pes/],
  [
    'length',
    /\bhow (wide|tall|deep|thick)\b|\bwie (breit|tief|dick)\b|\bquanto (e |sono )?(larg|alt|profond|spess)|\bquanti (centimetri|metri)\b|\bwie viele? (zentimeter|meter)\b/,
  ],
  [
    'degree',
    /\b(what|which) temperature|\bhow (hot|cold|warm)\b|\bwie ?viel grad\b|\bwie (heiss|warm|kalt)\b|\bwelche\p{L}* temperatur|\bquanti gradi\b|\b(che|quale) temperatura/u,
  ],
  [
    'age',
    /\b(what|which|minimum) age\b|\bhow old (do|must|should|does|can|are the|is the minimum)|\bhow young\b|\bwie alt (muss|mussen|darf|durfen|soll)|\bab wie ?vielen? jahren|\bwelche\p{L}* alter|\b(che|quale) eta\b|\bquanti anni (bisogna|si deve|deve|devo|serv)/u,
  ],
  [
    'count',
    /\bhow many\b|\bwie viele\b|\bwieviele\b|\bquant[ie]\b|\bcombien de\b|\bcuant[oa]s\b|\bquant[oa]s\b/,
  ],
];

export const wantedBy = (question: string): Wanted | undefined => {
  const plain = plainOf(question);
  return patterns.find(([, pattern]) => pattern.test(plain))?.[0];
};

const amount =
  '(\\d|\\b(a|an|one|half|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety|hundred|ein\\p{L}{0,2}|halbe\\p{L}?|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|zwolf|vierzehn|fünfzehn|zwanzig|dreissig|sechzig|neunzig|hundert|un[ao]?|mezz[ao]|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|quattordici|quindici|venti|trenta|sessanta|novanta|cento|deux|trois|quatre|cinq|dix|quinze|vingt|trente|dos|tres|cuatro|cinco|diez|quince|treinta|dois|duas|dez|trinta|wenige|few|some|several|pochi|qualche|einige)\\b)';
const span =
  '(minut|hour|stund|or[ae]\\b|heure|hora|day|tag|giorn|jour|dia|night|nacht|nott|nuit|week|woche|settiman|semain|seman|month|monat|mes[ei]|mois|year|jahr|ann[oi]|\\bans?\\b|annee|anos?\\b|werktag|arbeitstag|second|sekund)';
const durations = new RegExp(
  `${amount}[^.;|]{0,28}${span}|\\bsame day|\\bam selben tag|\\bstesso giorno|\\bun'?(ora|anno)|\\beinstund|\\bovernight|\\bfor ?ever\\b|\\bunbegrenzt|\\bsenza limit`,
  'u',
);
const moments =
  /\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?(uhr|o'?clock|am|pm|h)\b|\b(alle|dalle|ore|um|at|from|until|bis|von|ab|entro le) \d|\b(until|before|after|as soon|once|when|then|first|last|wenn|dann|erste\p{L}{0,2}|letzte\p{L}{0,2}|quando|primo|prima|ultim[oa]|by|within|between|always|never|any ?time|bis|vor|nach|sobald|innerhalb|zwischen|immer|nie|jederzeit|fino|prima|dopo|appena|entro|tra|fra|sempre|mai|jusqu|avant|apres|des|hasta|antes|despues|dentro|ate|depois|soon|at once|sofort|gleich|subito)\b|(mon|tues|wednes|thurs|fri|satur|sun)days?\b|(mon|diens|donners|frei|sams|sonn)tags?\b|mittwoch|(lune|marte|mercole|giove|vener)di\b|sabato|domenica|\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b|week|woche|month|monat|\bmese|daily|taglich|every|jeden?\b|ogni|summer|winter|spring|autumn|sommer|fruhling|herbst|estate|inverno|primavera|autunno|\b(january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|marz|mai|juni|juli|oktober|dezember|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)\b/u;
const repeats =
  /\b(every|each|once|twice|times|daily|weekly|monthly|yearly|always|never|after|only when|alle|jede[nrsm]?|einmal|zweimal|mal|taglich|wochentlich|monatlich|jahrlich|immer|nie|nach|ogni|volta|volte|tutti i|sempre|mai|dopo|una volta|chaque|fois|cada|vez|veces)\b/u;
const moneys =
  /[€$£]|\b(eur|euros?|chf|usd|gbp|franken|francs?|dollars?|dollari|dolares|pounds?|pfund|cents?|centesimi)\b|\b(free|nothing|no charge|on the house|at our expense|half|haelfte|halfte|meta|included|gratis|kostenlos|kostenfrei|umsonst|nichts|inbegriffen|enthalten|inklusive|gratuit\w*|compres[oaie]|inclus[oaie]|niente|nulla|gratuito|sin coste|offert)\b|%|percent|prozent|per cento/u;

const temperatures =
  /\b(cold|cool|warm|lukewarm|hot|boiling|kalt\p{L}*|kuhl\p{L}*|lauwarm\p{L}*|warm\p{L}*|heiss\p{L}*|kochend\p{L}*|fredd[oa]|tiepid[oa]|cald[oa]|bollente)\b/u;
const ages = /\b(age|aged|old|older|alt|alter|adults?|erwachsene|eta|maggiorenn\p{L}*|anni|years|jahren?)\b/u;
const noneOf =
  /\b(no|none|any number|unlimited|several|few|as many|both|all|keine?|beliebig|unbegrenzt|mehrere|beide|nessun[oa]?|illimitat\p{L}*|entramb[ie]|tutt[ie])\b/u;

/** Whether what has to be in an answer is in a sentence. */
export function holds({ text, figures }: Pick<Said, 'text' | 'figures'>, wanted: Wanted): boolean {
  const isOf = (unit: Unit) => figures.some((one) => one.unit === unit);
  switch (wanted) {
    case 'money':
      return moneys.test(text);
    case 'duration':
      return durations.test(text);
    case 'moment':
      return moments.test(text) || durations.test(text) || isOf('clock');
    case 'often':
      return repeats.test(text);
    case 'weight':
      return isOf('weight');
    case 'length':
      return isOf('length');
    case 'degree':
      return isOf('degree') || temperatures.test(text);
    case 'age':
      return figures.length > 0 || ages.test(text);
    case 'count':
      return (
        figures.length > 0 ||
        noneOf.test(text) ||
        /\bonce\b|\beinmal\b|\buna volta\b|\bone\b|\bein[e]?\b|\bun[oa]?\b/.test(text)
      );
  }
}

const ofWhich = /\b(?:how many|which|what|wie ?viele?|welche[nmrs]?|quant[ie]|qual[ei]|che) (\p{L}+)/gu;
const ofMay =
  /\b(?:can|could|may|do|does|will|would) (?:i|you|we|they|one) (?:also |still |even |please |just )?(\p{L}+)|\b(?:posso|possiamo|potete|potreste|si puo|si possono|e possibile) (?:anche |ancora )?(\p{L}+)/gu;
const ofMayInGerman =
  /\b(?:kann|konnen|konnt|konntet|konnte|darf|durfen|durft) (?:ich|man|ihr|wir|sie|mir|uns|jemand)\b[^,;?.!]*? (\p{L}+)(?=\s*(?:[,;?.!]|$))/gu;
/** What is asked for by name: of `which brand` the brand, of `can I return it` to return: an answer speaks of that. */
export const namedBy = (question: string): string[] =>
  [ofWhich, ofMay, ofMayInGerman].flatMap((pattern) =>
    [...plainOf(question).matchAll(pattern)].map(([, word, other]) => (word ?? other)!),
  );

interface Asking {
  readonly words: string;
  /** What stands first where a question begins with its verb. */
  readonly verbs: string;
  readonly inverted: string;
  /** What may stand before: `until when`. */
  readonly before: string;
  /** What begins something that is only told. */
  readonly told: string;
  /** Whoever stands before the verb tells: `I have the flu`. */
  readonly telling?: string;
}

const english: Asking = {
  words:
    'how|what|which|where|who|whose|why|when (?=do|does|is|are|will|can|could|would|should|must|may)|(?:until|by|since|from|till) when|when$',
  verbs: 'do|does|did|can|could|is|are|will|would|should|may|have|has|must|any chance|is there|are there',
  inverted:
    '(?:do|does|did|can|could|is|are|was|will|would|should|shall|may|might|have|has|must|am) (?:not )?(?:i|you|we|they|he|she|it|there|the|this|that|these|those|my|your|our|their|any|anyone|somebody|someone|all|a|an|one|its)\\b',
  before: 'and|or|but|so|also|then|until|till|by|from|for|in|on|to|with|at|of|about|within|roughly|exactly',
  told: 'if|unless|because|while|although|since|when',
  telling:
    'i|you|we|they|he|she|it|that|who|which|to|not|can|could|would|will|should|might|may|also|still|just',
};
const german: Asking = {
  words:
    'wie|was|wann|wo|wer|wem|wen|welche[nrms]?|woher|wohin|womit|wofur|wieso|warum|wieviele?|worauf|woraus|wodurch',
  verbs:
    'kann|konnen|konnt|konnte|konnten|darf|durfen|muss|mussen|musst|soll|sollte|gibt|ist|sind|hat|habt|haben|bekomme|bekommt|bekommen|nehmt|nehmen|geht|passt|zahlt|kostet|kommt|liefert|verkauft|bietet|macht|braucht|brauche|wird|werden|reicht|lohnt|steht|halt|funktioniert|gilt|verschickt|versendet|akzeptiert|bin|wurde|wurdet|konntet|seid',
  inverted: '\\p{L}+(?:t|e|en|st|f|s) (?:ich|ihr|man|wir|jemand|er|sie|es)\\b',
  before: 'und|oder|aber|also|dann|ab|bis|von|fur|mit|an|auf|aus|nach|seit|um|zu|in|bei|unter|uber|gegen',
  told: 'wenn|falls|weil|obwohl|damit|sobald|da ich|da wir|nachdem|bevor',
};
const italian: Asking = {
  words:
    'quant[oaie]|quando|come|dove|chi|qual[ei]?|cosa|perche|che (?=ora|giorn|tipo|eta|scont|garanz|temp|misur|tagli|color|cosa|macin|forma|period)',
  verbs:
    "posso|possiamo|si puo|si possono|potete|potrei|potrebbe|potreste|avete|fate|e possibile|c'e|ci sono|vendete|accettate|spedite|consegnate|devo|dobbiamo|bisogna|venite|date|ritirate|pagate|viene|vengono|e |sono |siete|esiste|offrite|riparate|servite|tenete|mandate|prendete|cercate|serve",
  inverted: "(?:si puo|si possono|posso|possiamo|potete|avete|devo|bisogna|c'e|ci sono|e possibile)\\b",
  before: 'e|ed|o|ma|quindi|allora|entro|fino a|da|per|a|con|di|tra|in|su|al|dal',
  told: 'se|perche (?=\\p{L}+ )|mentre|siccome|dato che|visto che',
};
const romance: Asking = {
  words:
    'comment|combien|quand|quel(?:le)?s?|ou|pourquoi|est-ce|qui|como|cuant[oa]s?|cuando|donde|cual(?:es)?|por que|onde|qua(?:l|is)|quant[oa]s?|quando|que (?=hora|dia|tipo)',
  verbs:
    'puis|peut|pouvez|avez|faites|livrez|est|sont|puedo|puede|pueden|podeis|hay|tienen|hacen|envian|es |son |posso|pode|podem|ha |tem |fazem|e |sao ',
  inverted: '(?:est-ce que|puis-je|peut-on|y a-t-il|avez-vous|puedo|se puede|hay|posso|ha)\\b',
  before: 'et|y|e|mais|pero|mas|jusqu a|de|a|pour|para|por|hasta|desde|ate|en|em|dans|con|com|avec',
  told: 'si |parce|porque|quand je|cuando |quando ',
};
const askings: Readonly<Record<string, Asking>> = { en: english, de: german, it: italian };

interface Shapes {
  readonly starts: RegExp;
  readonly seam: RegExp;
  readonly joined: RegExp;
  readonly told: RegExp;
  readonly onlyBefore: RegExp;
}
const shapesOf = ({ words, verbs, inverted, before, told, telling }: Asking): Shapes => {
  const after = telling === undefined ? '' : `(?<!\\b(?:${telling}))`;
  const lead = `(?:(?:${before}) )*`;
  const mid = `(?:(?:${words})(?!\\p{L})|(?:${inverted}))`;
  return {
    starts: new RegExp(`^${lead}(?:${mid}|(?:${verbs})(?!\\p{L}))`, 'u'),
    seam: new RegExp(
      `[,;:()–—]+|\\s+(?=(?:${words})(?!\\p{L}))|${after}\\s+(?=${inverted})|\\s+(?=(?:${told})(?!\\p{L}))`,
      'u',
    ),
    joined: new RegExp(`[,;]?\\s+(?:and|und|e|ed|et|y)\\s+(?=${lead}${mid})`, 'u'),
    told: new RegExp(`^(?:${told})(?!\\p{L})`, 'u'),
    onlyBefore: new RegExp(`^(?:(?:${before})(?: |$))+$`, 'u'),
  };
};
const shapes = new Map(Object.entries(askings).map(([language, asking]) => [language, shapesOf(asking)]));
const shapesOfRomance = shapesOf(romance);
const shapesIn = (language: string) => shapes.get(language) ?? shapesOfRomance;

const continuedWordsMax = 3;

export interface Clause {
  readonly text: string;
  /** It asks; otherwise it tells how that came about. */
  readonly isAsked: boolean;
}

/** As it is taken apart: without accents and with one kind of apostrophe. */
const leveled = (text: string) => plainOf(text.replace(/<{3,}|>{3,}/g, ' ')).replace(/[’`´]/g, "'");

const topicWordsMax = 5;

/** What stands before the verb without a comma is what is asked about: `Il buono | si può spedire`. */
function partsAt(text: string, seam: RegExp, told: RegExp): string[] {
  const found: string[] = [];
  let from = 0;
  let carried = '';
  for (const one of [...text.matchAll(new RegExp(seam.source, 'gu')), undefined]) {
    const part = `${carried}${text.slice(from, one?.index ?? text.length)}`.trim();
    from = one ? one.index + one[0].length : text.length;
    const isTopic =
      one?.[0].trim() === '' && part.split(/\s+/).length <= topicWordsMax && !told.test(text.slice(from));
    carried = isTopic && !told.test(part) ? `${part} ` : '';
    if (carried === '' && /[\p{L}\p{N}]/u.test(part)) found.push(part);
  }
  return found;
}

/** Where a question begins and what is only told around it. Where nothing asks, all of it does. */
export function clausesOf(text: string, language: string): Clause[] {
  const { starts, seam, told, onlyBefore } = shapesIn(language);
  const parts = partsAt(leveled(text), seam, told);
  const found: Clause[] = [];
  let carried = '';
  for (const part of parts) {
    if (onlyBefore.test(part)) {
      carried = `${carried}${part} `;
      continue;
    }
    const whole = `${carried}${part}`;
    carried = '';
    const isTold =
      told.test(part) && !/^when (do|does|is|are|will|can|could|would|should|must|may)\b/.test(part);
    const goesOn = found.at(-1)?.isAsked === true && part.split(/\s+/).length <= continuedWordsMax;
    found.push({ text: whole, isAsked: !isTold && (starts.test(whole) || goesOn) });
  }
  return found.some(({ isAsked }) => isAsked) ? found : found.map((one) => ({ ...one, isAsked: true }));
}

/** The questions in what was written, each by itself; what is told beside them is with the first. */
export function questionsIn(text: string, language: string): string[] {
  const sentences = sentencesOf(text.replace(/<{3,}|>{3,}/g, ' '));
  const isAsking = (sentence: string) => /\?[)»”"'\s]*$/.test(sentence);
  const asked = sentences.filter(isAsking);
  const told = sentences.filter((sentence) => !isAsking(sentence));
  const { joined } = shapesIn(language);
  if (asked.length === 0) return leveled(sentences.join(' ')).split(joined);
  const [first, ...others] = asked.flatMap((sentence) => leveled(sentence).split(joined));
  return [[...told, first].join(' ; '), ...others];
}
