import { commentLanguages as languages } from './contract.ts';

export { languages };
export type Language = (typeof languages)[number];

type Words = Readonly<Record<Language, string>>;

/** Small words that are everywhere in one language and seldom in the others. */
const common: Words = {
  en: 'the and is are you your what where when how this that it of for with do does have has can in my not on at we they i so',
  de: 'der die das und ist sind ich du ihr wie wo wann was ein eine nicht mit für auf es im zu habt gibt kann auch sehr bei noch schon',
  fr: 'le la les et est je vous tu quel quelle où combien un une pas avec pour sur dans ce cette des du au c’est que qui très bien j’ai',
  es: 'el la los las y es son yo tú qué cuál dónde cuánto un una no con para por en este esta del al muy me gusta mi tienen hay está',
  it: 'il lo la gli e è sono io che cosa dove quanto un una non con per su questo questa del al molto mi piace ho ci avete quando',
  pt: 'o a os as e é são eu você que qual onde quanto um uma não com para por em este esta do ao muito me meu tem vocês está já',
};

const good: Words = {
  en: 'love loved loving great amazing beautiful awesome good best perfect excellent nice wonderful gorgeous thanks thank happy stunning fantastic cute pretty fabulous brilliant favorite favourite',
  de: 'liebe liebt toll super schön schöne wunderschön wunderschöne großartig gut bester beste perfekt klasse danke genial hübsch traumhaft begeistert',
  fr: 'adore aime magnifique superbe beau belle génial géniale parfait parfaite bon bonne merci excellent excellente top sublime joli jolie',
  es: 'encanta encantan gusta hermoso hermosa bonito bonita genial perfecto perfecta bueno buena gracias excelente increíble precioso preciosa maravilloso',
  it: 'adoro amo bello bella bellissimo bellissima stupendo stupenda perfetto perfetta buono buona grazie ottimo ottima fantastico splendido meraviglioso piace',
  pt: 'amo adoro amei lindo linda maravilhoso maravilhosa ótimo ótima perfeito perfeita bom boa obrigado obrigada excelente incrível',
};

const bad: Words = {
  en: 'hate hated terrible awful bad worst horrible broken disappointed disappointing scam fake late never refund angry poor rude useless ugly defective damaged waste overpriced',
  de: 'hasse schlecht schlechte schlechter schrecklich furchtbar kaputt enttäuscht enttäuschend betrug fake nie frechheit unverschämt hässlich mangelhaft defekt abzocke leider',
  fr: 'déteste nul nulle horrible mauvais mauvaise pire cassé cassée déçu déçue arnaque jamais remboursement honte moche défectueux inadmissible',
  es: 'odio malo mala terrible horrible peor roto rota decepcionado decepcionada estafa nunca reembolso vergüenza feo fea pésimo pésima defectuoso',
  it: 'odio brutto brutta terribile orribile peggiore rotto rotta deluso delusa truffa mai rimborso vergogna pessimo pessima difettoso schifo',
  pt: 'odeio ruim péssimo péssima horrível pior quebrado quebrada decepcionado decepcionada golpe nunca reembolso vergonha feio feia defeituoso',
};

const negating: Words = {
  en: 'not no never don’t doesn’t isn’t wasn’t didn’t can’t won’t without',
  de: 'nicht kein keine keinen nie ohne',
  fr: 'pas ne jamais sans aucun aucune n’est',
  es: 'no nunca sin tampoco',
  it: 'non mai senza nessun',
  pt: 'não nunca sem nem',
};

/** A question is asked by these also without a mark. */
const asking: Words = {
  en: 'what where when how who why which',
  de: 'was wo wann wie wer warum welche welcher welches wieviel',
  fr: 'quel quelle quels quelles où quand comment combien pourquoi',
  es: 'qué cuál cuáles dónde cuándo cómo cuánto cuánta quién',
  it: 'cosa quale quali dove quando come quanto quanta chi perché',
  pt: 'qual quais onde quando como quanto quanta quem',
};

const split = (words: Words): Readonly<Record<Language, ReadonlySet<string>>> =>
  Object.fromEntries(languages.map((language) => [language, new Set(words[language].split(' '))])) as never;

const together = (words: Words): ReadonlySet<string> =>
  new Set(languages.flatMap((language) => words[language].split(' ')));

export const commonWords = split(common);
export const goodWords = split(good);
export const badWords = split(bad);
export const negatingWords = split(negating);
export const askingWords = split(asking);
/** Where the language is not known, a word counts in whichever it is a word of. */
export const anyGood = together(good);
export const anyBad = together(bad);
export const anyNegating = together(negating);
export const anyCommon = together(common);

export const goodSigns = /❤|🧡|💛|💚|💙|💜|🖤|🤍|😍|🥰|😊|😁|🔥|👏|👍|🙌|💯|🤩|✨|😻|🎉/gu;
export const badSigns = /😡|🤬|👎|🤮|😞|😠|💩|😤|😢|😭|🙄|💔/gu;
