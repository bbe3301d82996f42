/**
 * With which endings a word is written, so that a vocabulary need not list them. More than there are: nobody writes
 * the others.
 */
export function formsOf(word: string, language: string): string[] {
  const other = language === 'en' ? (irregular.get(word) ?? []) : [];
  const bases = language === 'en' ? english(word) : language === 'de' ? german(word) : romance(word);
  return [...new Set([word, ...bases, ...other])];
}

/** Of English verbs whose past is not told by an ending. */
const irregular = new Map(
  (
    'give gave given/take took taken/bring brought/send sent/keep kept/come came/get got gotten/go went gone/pay paid/' +
    'throw threw thrown/wear wore worn/break broke broken/buy bought/sell sold/make made/leave left/lose lost/find found/' +
    'hold held/stand stood/build built/see saw seen/tell told/say said/drive drove driven/choose chose chosen/' +
    'grow grew grown/write wrote written/eat ate eaten/drink drank drunk/sleep slept/sit sat/steal stole stolen/' +
    'freeze froze frozen/fall fell fallen/tear tore torn/shrink shrank shrunk/hang hung/begin began begun/swim swam swum/' +
    'ride rode ridden/fly flew flown/ring rang rung/sing sang sung/speak spoke spoken/wake woke woken/forget forgot/' +
    'feel felt/lend lent/spend spent/mean meant/meet met/lead led/feed fed/read read/win won/dig dug/stick stuck/' +
    'bend bent/burn burnt/learn learnt/spill spilt/catch caught/teach taught/think thought/draw drew drawn/hide hid hidden'
  )
    .split('/')
    .map((line) => [line.split(' ')[0]!, line.split(' ')]),
);

function english(word: string): string[] {
  const bare = word.replace(/e$/, '');
  const doubled = /[^aeiou][aeiou][bdglmnprt]$/.test(word) ? [`${word}${word.at(-1)!}`] : [];
  const soft = word.endsWith('y') ? [`${word.slice(0, -1)}ies`, `${word.slice(0, -1)}ied`] : [];
  return [
    ...[`${word}s`, `${word}es`, `${bare}ed`, `${bare}ing`, ...soft],
    ...doubled.flatMap((one) => [`${one}ed`, `${one}ing`]),
  ];
}

function german(word: string): string[] {
  const endings = ['e', 'en', 'n', 'er', 'ern', 'es', 'em', 's', 't', 'te', 'ten', 'chen', 'in', 'innen'];
  const bare = /(?<=\p{L}{3})en?$/u.test(word) ? [word.replace(/en?$/, '')] : [];
  return [word, ...bare].flatMap((one) => [one, ...endings.map((ending) => `${one}${ending}`)]);
}

/** The last vowel tells one from many, and her from him; before some it is kept hard by an `h`. */
function romance(word: string): string[] {
  const bare = word.replace(/[aeio]$/, '');
  const many = [`${word}s`, `${word}es`];
  if (bare.length < 3) return many;
  const hard = /[cg]$/.test(bare) ? [`${bare}hi`, `${bare}he`] : [];
  return [...many, ...['a', 'e', 'i', 'o'].map((vowel) => `${bare}${vowel}`), ...hard];
}

const clitic = /(?<=\p{L}{2}[aei]r)(?:(?:me|te|ce|ve|se|glie)(?:l[oaie]|ne)|l[oaie]|ne|mi|ti|ci|vi|si|gli)$/u;
/** `spedirmelo` is `spedire`. */
export const withoutClitic = (plain: string): string => plain.replace(clitic, 'e');

/** Of people without the letter on their keyboard: `fuer`, `zurueck`. */
export const withUmlaut = (plain: string): string => plain.replaceAll(/([aou])e/g, '$1');

/** How a word comes out when one letter of it is left out, each once. */
export const shortenedOf = (word: string): string[] => [
  ...new Set(Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))),
];

const vowels = /^[aeiou]$/;
const vowelLengthMin = 7;
const lackingLengthMin = 9;

/**
 * Two letters stand in each other's place, one of a pair is missing or too many; in longer words also one vowel for
 * another, or a letter left out. Not any other letter: most words that differ by one are two words.
 */
export function isSlipOf(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at += 1;
  const [a, b] = [typed.slice(at), meant.slice(at)];
  if (a.length === b.length) {
    if (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2)) return true;
    const areVowels = vowels.test(a[0] ?? '') && vowels.test(b[0] ?? '');
    return areVowels && typed.length >= vowelLengthMin && a.length > 1 && a.slice(1) === b.slice(1);
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short !== long.slice(1)) return false;
  const isPair = long[0] === typed[at - 1];
  return isPair || (a === short && typed.length >= lackingLengthMin);
}
