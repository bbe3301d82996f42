/** What this machine knows of language: where words and sentences end, in any script, and nothing of meaning. */

const wordsIn = new Intl.Segmenter(undefined, { granularity: 'word' });
const sentencesIn = new Intl.Segmenter(undefined, { granularity: 'sentence' });
const textLengthMax = 200_000;
const stemLengthMin = 3;
const stemLengthMax = 5;

const little: Readonly<Record<string, string>> = {
  en: 'the a an and or of to in is are was were do does did you your i my we our it its this that for with on at be can have has how what when where who which will would there not from me please hi hello any us they he she if so as by about an out up been am could would should these those your every why whose until before after over under more than into only just too very then because while both each own same such here often im dont cant whats thats theres isnt doesnt ive id youre got let us he him his hers ours them their theirs her himself herself itself themselves myself yourself ourselves but though although however mine yours one ones another other others someone something near away along across through around behind against during since off between upon toward towards onto without via per yet else even also like whenever wherever unless whether nor neither either some many much few lot lots thing things stuff get gets being having done going gone came come goes went still already whom ca wo re ve ll don doesn didn isn aren wasn weren haven hasn hadn wouldn couldn shouldn won shan ain',
  de: 'der die das ein eine und oder von zu in ist sind war ich du sie wir es ihr mein dein den dem des mit auf für an bei kann haben hat wie was wann wo wer welche nicht aus bitte hallo gibt noch auch zur zum im am vom beim meine meinen meiner deine ihre ihren einen einem einer eines kein keine uns unser unsere euer eure euren jede jeder wird werden warum wieso weshalb woher wohin woraus womit wofür ab bis um über unter vor nach seit ohne gegen durch zwischen wenn weil dass ob als nur sehr mehr schon dann dort hier selbst alle alles sich oft wieviel wieviele euch dir mir dich mich ihm ihn ihnen habt seid könnt fuer ueber koennen koennt waere hab habs gibts obs hätt würd denn doch mal eigentlich er sein seine seinen seiner seinem aber trotzdem da damit obwohl jedoch sondern weder worüber worum wovon dazu dafür dagegen darauf darin daran davon dabei wodurch wobei sowie außer sogar etwa eben halt ja nein überhaupt irgendwie ganz etwas jemand niemand man meinem deinen deinem während trotz wegen statt hinter neben entlang innerhalb außerhalb pro je wieder immer nie manchmal gern gerne lieber nochmal einmal bin bist waren warst hatte hatten hattet wäre würde würden könnte könnten müsste sollte dürfte möchte wollte will willst wollt wolltet kannst könntet darfst dürft musst müsst so hierher',
  it: 'il lo la i gli le un una e o di a in è sono era io tu voi noi mio tuo che con su per da come quando dove chi quale non si del della dei ciao avete ho hai quanto gli uno lo nel nella nei al alla ai dal dalla dalle dai sul mia miei vostro vostra nostro nostra nostre ogni questo questa dell all nell sull dall quest niente senza cosa perché fino sotto sopra prima dopo più meno molto solo anche ancora si ci vi ne qui mi ti tra fra entro vanno va quanti quanta quante spesso nn cmq xké gli vi c dov com cos quell nessuno qualche se ad ed ha hanno abbiamo avrei avrebbe sui sugli sulla sulle allo agli alle dello degli negli nelle dallo dagli coi col quello quella quelli quelle quei ciò cioè però ma quindi dunque oppure invece comunque mentre siccome poiché affinché eppure neanche nemmeno neppure pure anzi lui lei loro esso essa me te sé glielo mie tue sue suoi tuoi suo sua nostri vostri alcuni alcune qualcuno qualcosa nulla tutto tutta tutti tutte altro altra altri altre stesso stessa sia siano fosse fossi erano sarà saranno sarebbe essere stato stata stati state avere avuto già mai sempre forse magari proprio quasi così tanto tanta tanti tante poco poca pochi poche molta molti molte troppo abbastanza lì là qua giù dentro fuori verso presso lungo durante contro oltre circa vostre delle fa',
  fr: 'le la les un une et ou de à en est sont était je tu vous nous mon ton ce que avec sur pour par comment quand où qui quel ne pas du des bonjour avez ai il elle combien mes vos votre nos notre au aux cette ces dans chez par pourquoi jusqu sous avant après plus moins très aussi encore se y leur leurs ses entre sans souvent quels quelle quelles me te moi toi lui eux elles faut tout tous toute toutes rien peu comme donc mais si être été suis sommes êtes ont avons',
  es: 'el la los las un una y o de a en es son era yo tú usted nosotros mi tu que con sobre para por cómo cuándo dónde quién cuál no del hola tiene hay cuánto mis sus su nuestro nuestra al este esta estos cada hasta antes después más menos muy solo también se le les entre desde sin cuántos cuántas cuánta me te nos os fue ser estar está están hemos han he pero porque si ya todo todos nada',
  nl: 'de het een en of van te in is zijn was ik jij je u wij mijn jouw dat die met op voor bij hoe wat wanneer waar wie welke niet uit hallo heeft',
  pt: 'o a os as um uma e ou de em é são era eu tu você nós meu teu que com sobre para por como quando onde quem qual não do da olá tem há quanto meus minha nossa nosso ao aos na no nas nos cada este esta até antes depois mais menos muito só também se entre desde sem quantos quantas me te lhe vos foi ser estar está estão mas porque já tudo todos nada eles elas isso isto',
};
export const littleSets = Object.entries(little).map(
  ([code, words]) => [code, new Set([...words.split(' '), ...words.split(' ').map(plainOf)])] as const,
);
const littleBy = new Map(littleSets);
const allLittle = new Set(littleSets.flatMap(([, words]) => [...words]));

export const unknown: Readonly<Record<string, string>> = {
  en: 'I could not find this in what I was given.',
  de: 'Dazu habe ich in den Unterlagen nichts gefunden.',
  it: 'Non ho trovato nulla in proposito nelle informazioni che ho.',
  fr: "Je n'ai rien trouvé à ce sujet dans les informations dont je dispose.",
  es: 'No he encontrado nada sobre esto en la información que tengo.',
  nl: 'Hierover heb ik niets gevonden in wat ik heb gekregen.',
  pt: 'Não encontrei nada sobre isto na informação que tenho.',
  ja: '手元の情報には見つかりませんでした。',
};

/** `l'olio` is two words, and of `don't` and `we've` the second part says nothing. */
const elision = /(?<!\p{L})(\p{L}{1,5})['’](?=[aeiouhyàâèéêëîïôœùûü])/giu;

const contraction = /(?<=\p{L})(n['’]t|['’](ve|ll|re|m|d|s|clock))(?!\p{L})/giu;

export const wordsOf = (text: string): string[] =>
  [...wordsIn.segment(text.slice(0, textLengthMax).replace(contraction, '').replace(elision, '$1 '))]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.toLowerCase());

/** Without accents: `Größen` and `grossen` are alike. */
export function plainOf(word: string): string {
  return word.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
}

const endings =
  /(iamo|ando|endo|ungen|ations?|ate|ete|ite|ano|ono|are|ere|ire|ing|ung|ten|tet|en|er|em|es|ed|et|te|st|[enstioa])$/;
/** Without endings as well, as far as beginnings tell words apart. */
export function stemOf(word: string): string {
  // A participle of German is told by both of its ends.
  const plain = plainOf(word).replace(/^ge(?=\p{L}{3,}(t|en)$)/u, '');
  const shorter = plain.replace(endings, '');
  const told = (shorter.length >= stemLengthMin ? shorter : plain).replace(/y$/, 'i');
  return [...told].slice(0, stemLengthMax).join('');
}

/** Without what is put behind, in the languages that put it there: `repariert` and `reparieren` are `repar`. */
export function stripped(plain: string, language: string): string {
  const bare = language === 'de' ? plain.replace(/^ge(?=\p{L}{4,}(t|en)$)/u, '') : plain;
  const shorter = bare.replace(endingsOf[language] ?? endings, '');
  return shorter.length >= stemLengthMin ? shorter : bare;
}
const endingsOf: Readonly<Record<string, RegExp>> = {
  en: /(ings?|edly|ers?|ed|es|e|s|y|ies|ly|ment|ation|ations|able)$/,
  de: /(ungen|ung|lichen?|iertes?|ierten|ierte|iert|ieren|ier|tes|ten|test|tet|te|en|em|er|es|e|n|t|st|s|bar)$/,
  it: /(azion[ei]|mente|ando|endo|iamo|ate|ete|ite|are|ere|ire|arsi|ersi|irsi|at[oaie]|ut[oaie]|it[oaie]|ano|ono|abil[ei]|ibil[ei]|[oaie])$/,
  fr: /(ations?|ements?|ant|ons|ez|ees?|er|ir|es|s|e|e)$/,
  es: /(aciones|acion|mente|ando|iendo|amos|ados?|adas?|idos?|idas?|ar|er|ir|an|en|os|as|es|[oae])$/,
  pt: /(acoes|acao|mente|ando|endo|amos|ados?|adas?|idos?|idas?|ar|er|ir|am|em|os|as|es|[oae])$/,
};

export const isLittle = (word: string, language: string): boolean =>
  (littleBy.get(language) ?? allLittle).has(word) || /^(\p{Script=Hiragana}+|\p{Script=Latin})$/u.test(word);

/** The words that say something. */
export const stemsOf = (text: string): string[] => tellingWordsOf(text).map(stemOf);

export const tellingWordsOf = (text: string): string[] =>
  wordsOf(text).filter(
    (word) =>
      !allLittle.has(word) &&
      (word.length > 2 || !/^\p{Script=Latin}+$/u.test(word)) &&
      !/^\p{Script=Hiragana}+$/u.test(word),
  );

export const sentencesOf = (text: string): string[] =>
  text
    .slice(0, textLengthMax)
    .split(/\n+/)
    .flatMap((line) => [...sentencesIn.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => sentence !== '');

export const isInstruction = (sentence: string) =>
  /^(you (are|must|should|may|can)|answer|reply|respond|use|do not|don't|never|always|write|if|be |keep|context|question|sources?\b)/i.test(
    sentence,
  ) && sentence.length < 400;
