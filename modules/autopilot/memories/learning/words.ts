/* Words of six languages by which people say what they like and need. Kept apart from what is made of them. */

/** By the English word, as it is remembered whoever says it in what language. */
const colors = {
  red: 'red rot rote rotes rouge rojo roja rosso rossa vermelho vermelha',
  blue: 'blue blau blaue blaues bleu bleue azul blu',
  green: 'green grün grüne grünes vert verte verde',
  yellow: 'yellow gelb gelbe gelbes jaune amarillo amarilla giallo gialla amarelo amarela',
  black: 'black schwarz schwarze schwarzes noir noire negro negra nero nera preto preta',
  white: 'white weiß weiss weiße blanc blanche blanco blanca bianco bianca branco branca',
  grey: 'grey gray grau graue gris grigio grigia cinza cinzento',
  brown: 'brown braun braune marron marrón marrone castanho',
  pink: 'pink rosa rose rosado',
  purple: 'purple violet lila violett violette morado viola roxo',
  orange: 'orange naranja arancione laranja',
  beige: 'beige bege',
  navy: 'navy marineblau',
} as const;

const occasions = {
  wedding: 'wedding hochzeit mariage boda matrimonio casamento',
  birthday: 'birthday geburtstag anniversaire cumpleaños compleanno aniversário',
  christening: 'christening baptism taufe baptême bautizo battesimo batizado',
  graduation: 'graduation abschlussfeier graduación laurea formatura',
  christmas: 'christmas weihnachten noël navidad natale natal',
  honeymoon: 'honeymoon flitterwochen',
} as const;

const byWord = (groups: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(groups).flatMap(([name, words]) => words.split(' ').map((word) => [word, name])));

export const colorOf = byWord(colors);
export const occasionOf = byWord(occasions);

const anyOf = (words: ReadonlyMap<string, string>) => [...words.keys()].join('|');
const size = '(?<value>xxs|xs|s|m|l|xl|xxl|xxxl|[2-5]xl|[2-6]\\d(?:[.,]5)?)';
const color = `(?<value>${anyOf(colorOf)})`;
const amount =
  '(?<value>(?:[€$£]\\s?)?\\d{1,3}(?:[.,\\s]?\\d{3})*(?:[.,]\\d{1,2})?\\s?(?:€|\\$|£|euros?|eur|dollars?|usd|chf|pounds?|gbp|reais)?)';
const name = "(?<value>\\p{Lu}[\\p{L}’'-]{1,30}(?: \\p{Lu}[\\p{L}’'-]{1,30}){0,2})";
const stuff = '(?<value>[\\p{L}-]{3,30}(?: [\\p{L}-]{3,30})?)';
const kind = '(?<value>[\\p{L}-]{3,30}(?: (?:und|and|et|y|e) [\\p{L}-]{3,30}| [\\p{L}-]{3,30})?)';
const over = '(?![\\p{L}\\p{N}])';

export interface Phrase {
  readonly category: 'size' | 'color' | 'budget' | 'occasion' | 'name' | 'allergy' | 'style' | 'language';
  readonly name: string;
  readonly confidence: number;
  readonly pattern: RegExp;
}

const phrase = (
  [category, called, confidence]: readonly [Phrase['category'], string, number],
  ways: readonly string[],
  flags = 'giu',
): Phrase => ({
  ...{ category, name: called, confidence },
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${ways.join('|')})${over}`, flags),
});

const oneGroup = (beginnings: readonly string[], value: string) => [
  `(?:${beginnings.join('|')})\\s*${value}`,
];

export const phrases: readonly Phrase[] = [
  phrase(
    ['size', 'shoes', 0.8],
    oneGroup(
      [
        ...[
          'my shoe size is',
          'i (?:wear|take|need) (?:a )?shoe size',
          'meine schuhgröße ist',
          'ich (?:habe|trage) schuhgröße',
        ],
        ...[
          'ma pointure est(?: du| le)?',
          'je chausse du',
          'calzo(?: un| una| el| la)?(?: talla)?',
          'porto il',
          'calço(?: o)?',
        ],
        ...['porto il numero', 'mi número de zapato es(?: el)?'],
      ],
      size,
    ),
  ),
  phrase(
    ['size', 'clothes', 0.8],
    oneGroup(
      [
        ...[
          'i (?:usually |always |normally )?(?:wear|take|need)(?: an?)?(?: size)?',
          "i[’']?m(?: an?)? size",
          'i am(?: an?)? size',
        ],
        ...[
          'my size is(?: an?)?',
          'ich (?:trage|brauche|nehme|habe)(?: immer| meist| meistens| normalerweise)?(?: die)? (?:größe|gr\\.?)',
        ],
        ...[
          'meine (?:kleider)?größe ist',
          'je (?:porte|fais|mets|prends)(?: du| une)?(?: taille)?',
          'ma taille est(?: le| du)?',
        ],
        ...[
          '(?:uso|llevo|tengo)(?: la| una)? talla',
          'mi talla es(?: la)?',
          '(?:porto|indosso|ho|vesto)(?: la| una)? taglia',
        ],
        ...['la mia taglia è(?: la)?', '(?:uso|visto)(?: o)? tamanho', 'o?\\s?meu tamanho é(?: o)?'],
      ],
      size,
    ),
  ),
  phrase(
    ['color', 'favourite', 0.8],
    oneGroup(
      [
        ...[
          'my favou?rite colou?r is',
          'meine lieblingsfarbe ist',
          'ma couleur préférée est(?: le)?',
          'mi color favorito es(?: el)?',
        ],
        ...['il mio colore preferito è(?: il)?', '(?:a )?minha cor (?:favorita|preferida) é(?: o)?'],
      ],
      color,
    ),
  ),
  phrase(
    ['color', 'favourite', 0.5],
    oneGroup(
      [
        ...[
          'i (?:really )?(?:love|like|prefer)',
          'ich (?:mag|liebe|bevorzuge)(?: am liebsten)?',
          "j[’'](?:adore|aime)(?: le)?",
        ],
        ...[
          'je préfère(?: le)?',
          'me (?:gusta|encanta)(?: el)?',
          'prefiero(?: el)?',
          'mi piace(?: il)?',
          'preferisco(?: il)?',
          'prefiro(?: o)?',
        ],
      ],
      `${color}(?=\\s*(?:[.,;!]|$|and |und |et |y |e ))`,
    ),
  ),
  phrase(
    ['budget', 'max', 0.7],
    oneGroup(
      [
        ...[
          'my budget is(?: about| around| up to)?',
          'i (?:can|want to) spend(?: up to| about)?',
          'mein budget (?:ist|liegt bei|beträgt)(?: etwa| maximal)?',
        ],
        ...[
          "mon budget est(?: de| d[’']environ)?",
          'mi presupuesto es(?: de| hasta)?',
          'il mio budget è(?: di| circa)?',
          '(?:o )?meu orçamento é(?: de)?',
        ],
      ],
      amount,
    ),
  ),
  phrase(
    ['occasion', 'event', 0.5],
    [
      `(?:for|to) (?:my|our|an?|the)(?: [\\p{L}’']+){0,2} (?<en>${anyOf(occasionOf)})`,
      `(?:für|zu) (?:mein|meine|meinen|unsere|unseren|eine|einen|die|den|der)(?: [\\p{L}’']+){0,2} (?<de>${anyOf(occasionOf)})`,
      `pour (?:mon|ma|notre|un|une|le|la)(?: [\\p{L}’']+)? (?<fr>${anyOf(occasionOf)})`,
      `para (?:mi|meu|minha|nuestra|nuestro|nosso|una?|uma?|la|el|o|a)(?: [\\p{L}’']+)? (?<es>${anyOf(occasionOf)})`,
      `per (?:il mio|la mia|il nostro|un|una|il|la)(?: [\\p{L}’']+)? (?<it>${anyOf(occasionOf)})`,
    ],
  ),
  phrase(
    ['name', 'first', 0.8],
    oneGroup(
      [
        ...[
          '[Mm]y name is',
          '[Ii]ch heiße',
          '[Mm]ein Name ist',
          "[Jj]e m[’']appelle",
          '[Mm]e llamo',
          '[Mm]i nombre es',
        ],
        ...['[Mm]i chiamo', '[Mm]eu nome é', '[Mm]e chamo', '[Cc]hamo-me'],
      ],
      name,
    ),
    'gu',
  ),
  phrase(
    ['allergy', '', 0.9],
    oneGroup(
      [
        ...[
          "i[’']?m allergic to",
          'i am allergic to',
          'ich bin allergisch (?:gegen|auf)',
          "je suis allergique (?:aux?|à la|à l[’']|à)",
        ],
        ...[
          'soy alérgic[oa] (?:al?|a la|a los|a las)',
          'sono allergic[oa] (?:al|alla|allo|alle|ai|agli|a)',
          'sou alérgic[oa] (?:ao|aos|à|às|a)',
        ],
      ],
      stuff,
    ),
  ),
  phrase(
    ['style', 'usual', 0.6],
    oneGroup(
      [
        'my style is',
        'mein stil ist',
        'mon style est',
        'mi estilo es',
        'il mio stile è',
        '(?:o )?meu estilo é',
      ],
      kind,
    ),
  ),
];

/** Said just before, it is the contrary. */
export const denying = /(?:\b(?:not|don[’']?t|never|nicht|kein[en]*|nie|ne|pas|no|non|não|nunca|nem)\s+)$/iu;
