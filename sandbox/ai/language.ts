/** What this machine knows of language: where words and sentences end, in any script, and nothing of meaning. */

const wordsIn = new Intl.Segmenter(undefined, { granularity: 'word' });
const sentencesIn = new Intl.Segmenter(undefined, { granularity: 'sentence' });
const textLengthMax = 200_000;
const stemLength = 5;
const sentencesAnsweredMax = 3;

const little: Readonly<Record<string, string>> = {
  en: 'the a an and or of to in is are was were do does did you your i my we our it its this that for with on at be can have has how what when where who which will would there not from me please hi hello any',
  de: 'der die das ein eine und oder von zu in ist sind war ich du sie wir es ihr mein dein den dem des mit auf für an bei kann haben hat wie was wann wo wer welche nicht aus bitte hallo gibt noch auch',
  it: 'il lo la i gli le un una e o di a in è sono era io tu voi noi mio tuo che con su per da come quando dove chi quale non si del della dei ciao avete ho hai quanto',
  fr: 'le la les un une et ou de à en est sont était je tu vous nous mon ton ce que avec sur pour par comment quand où qui quel ne pas du des bonjour avez ai il elle combien',
  es: 'el la los las un una y o de a en es son era yo tú usted nosotros mi tu que con sobre para por cómo cuándo dónde quién cuál no del hola tiene hay cuánto',
  nl: 'de het een en of van te in is zijn was ik jij je u wij mijn jouw dat die met op voor bij hoe wat wanneer waar wie welke niet uit hallo heeft',
  pt: 'o a os as um uma e ou de em é são era eu tu você nós meu teu que com sobre para por como quando onde quem qual não do da olá tem há quanto',
};
const littleSets = Object.entries(little).map(([code, words]) => [code, new Set(words.split(' '))] as const);
const allLittle = new Set(littleSets.flatMap(([, words]) => [...words]));

const unknown: Readonly<Record<string, string>> = {
  en: 'I could not find this in what I was given.',
  de: 'Dazu habe ich in den Unterlagen nichts gefunden.',
  it: 'Non ho trovato nulla in proposito nelle informazioni che ho.',
  fr: "Je n'ai rien trouvé à ce sujet dans les informations dont je dispose.",
  es: 'No he encontrado nada sobre esto en la información que tengo.',
  nl: 'Hierover heb ik niets gevonden in wat ik heb gekregen.',
  pt: 'Não encontrei nada sobre isto na informação que tenho.',
  ja: '手元の情報には見つかりませんでした。',
};

export const wordsOf = (text: string): string[] =>
  [...wordsIn.segment(text.slice(0, textLengthMax))]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.toLowerCase());

/** Without accents and endings: `Größen` and `grosse` begin alike. */
const stemOf = (word: string) =>
  [...word.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss')].slice(0, stemLength).join('');

/** The words that say something. */
export const stemsOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !allLittle.has(word) && (word.length > 2 || !/^\p{Script=Latin}+$/u.test(word)))
    .map(stemOf);

export const sentencesOf = (text: string): string[] =>
  text
    .slice(0, textLengthMax)
    .split(/\n+/)
    .flatMap((line) => [...sentencesIn.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => sentence !== '');

export function languageOf(text: string): string {
  if (/[\u3040-\u30ff]/.test(text)) return 'ja';
  const words = wordsOf(text);
  const scores = littleSets.map(
    ([code, set]) => [code, words.filter((word) => set.has(word)).length] as const,
  );
  return scores.reduce((best, one) => (one[1] > best[1] ? one : best), ['en', 0] as const)[0];
}

const isInstruction = (sentence: string) =>
  /^(you (are|must|should|may|can)|answer|reply|respond|use|do not|don't|never|always|write|if|be |keep|context|question|sources?\b)/i.test(
    sentence,
  ) && sentence.length < 400;

interface Ranked {
  readonly sentence: string;
  readonly place: number;
  readonly score: number;
}

/** Sentences of a text by how much they share with a question; rare words say more than common ones. */
export function ranked(context: string, question: string): Ranked[] {
  const asked = new Set(stemsOf(question));
  const all = sentencesOf(context).filter(
    (sentence) => !isInstruction(sentence) && sentence !== question.trim(),
  );
  const stems = all.map((sentence) => new Set(stemsOf(sentence)));
  const frequency = new Map<string, number>();
  for (const set of stems) for (const stem of set) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  return all
    .map((sentence, place) => {
      const shared = [...stems[place]!].filter((stem) => asked.has(stem));
      const weight = shared.reduce((sum, stem) => sum + Math.log(1 + all.length / frequency.get(stem)!), 0);
      return { sentence, place, score: weight / Math.sqrt(4 + stems[place]!.size) };
    })
    .filter(({ score, sentence }) => score > 0 && !sentence.endsWith('?'))
    .sort((a, b) => b.score - a.score || a.place - b.place);
}

/** From what was given, the sentences that fit the question best; says so when none does. */
export function extract(context: string, question: string): { text: string; found: boolean } {
  const best = ranked(context, question);
  const least = (best[0]?.score ?? 0) * 0.6;
  const chosen = best
    .filter(({ score }) => score >= least)
    .slice(0, sentencesAnsweredMax)
    .sort((a, b) => a.place - b.place);
  if (chosen.length === 0) return { text: unknown[languageOf(question)] ?? unknown.en!, found: false };
  return { text: chosen.map(({ sentence }) => withMarkBehind(sentence)).join(' '), found: true };
}

/** `[2] We ship on Mondays.` is quoted as `We ship on Mondays. [2]`. */
const withMarkBehind = (sentence: string) => sentence.replace(/^[-*]?\s*(\[\d+\])[:\s]*(.+)$/s, '$2 $1');
