import { conceptsOf } from './concepts.ts';
import { plainOf, wordsOf } from './language.ts';
import { languageOf } from './tongue.ts';

/**
 * Words of six languages by which a class is known: beginnings of words without accents; with `=` in front, whole
 * words; with `_` between, one after the other within a few words. Counted, not understood.
 */
const written = {
  positive:
    'love lovel great beautiful perfect happy amazing excellent wonderful awesome fantastic delight recommend =best =good ' +
    'toll =super wunderschon sehr_schon wunderbar perfekt begeister zufrieden =klasse =liebe hervorragend ausgezeichnet ' +
    'magnifiqu parfait merveill genial =content =contente ravi ador bravo superbe tres_bien tres_bon ' +
    '=bello =bella bellissim ottim perfett meraviglios stupend content soddisfatt eccellent =brav ' +
    'hermos maravill encant satisfech =buenisimo =excelente muy_bien muy_bueno me_gusta ' +
    'maravilh perfeit excelent lindo linda satisfeit muito_bom muito_bem gostei',
  negative:
    'broken =late never_arriv =wrong angry =bad =badly terribl horribl awful disappoint =worst =lost damag unacceptabl ' +
    'useless =rude annoy furious ridiculous disgust =missing complain still_wait not_work ' +
    'kaputt =zu_spat schlecht =falsch enttausch schlimm furchtbar schrecklich argerlich wutend beschadig defekt ' +
    'unverschamt mangelhaft verspat unzufrieden beschwer immer_noch_nicht nie_angekomm ' +
    '=rotto =rotta =rotti sbagliat delus pessim terribil orribil arrabbiat danneggiat difettos inaccettabil vergogn ' +
    'ritardo mai_arrivat malissim schif reclam ancora_aspett ' +
    '=casse =cassee decu decev mauvais =nul =nulle scandal inacceptabl abim retard furieu defectu honte jamais_recu ' +
    'jamais_arriv toujours_pas reclamation ' +
    '=roto =rota =malo =mala =mal pesim decepcion enfadad inaceptabl =danado =danada defectuos verguenz retras ' +
    'nunca_lleg queja ' +
    'quebrad =ruim pessim terrivel horrivel dececion furios inaceit danificad defeituos vergonh atras nunca_cheg',
  urgent:
    'urgent immediat =asap emergenc right_now soon_possible hurry =today =now =tonight ' +
    'dringend =sofort eilig schnellst umgehend notfall =heute unverzuglich ' +
    'urgen =subito =oggi emergenz il_prima_possibile =vite tout_suite =aujourd hui_urgent ' +
    'inmediat =ahora =hoy cuanto_antes ya_mismo imediat =agora =hoje quanto_antes',
  person:
    '=human =humans real_person speak_someone talk_someone speak_person talk_person speak_agent talk_agent speak_manager ' +
    'talk_manager representativ =manager call_me no_bot a_person =operator live_agent ' +
    'mensch mitarbeiter echt_person jemand_sprech sprech_jemand person_sprech ruf_mich vorgesetzt kein_bot kein_roboter ' +
    'parlar_person parla_person parlar_qualcuno operator persona_reale persona_vera =umano =umana responsabil ' +
    'parler_quelqu parler_person vrai_personne humain conseill operateur ' +
    'hablar_persona hablar_alguien =humano =humana persona_real operador encargad =agente ' +
    'falar_pessoa falar_alguem pessoa_real atendent gerente',
  legal:
    'lawyer attorney =sue suing =court lawsuit legal police consumer_protection solicitor gdpr ' +
    'anwalt rechtsanwalt =klage verklag =gericht polizei anzeige verbraucherschutz rechtlich dsgvo ' +
    'avvocat denunci tribunal querel polizia avocat =plainte juridique poursuit poursuiv ' +
    'abogad =demanda =demandar juicio polici advogad =processo processar procon justica',
  spam:
    'crypto bitcoin follower casino forex click_link winner earn_money viagra backlink =seo giveaway =dm verdien_geld ' +
    'kredit_ohne guadagn_soldi gagn_argent gana_dinero ganh_dinheiro',
  change:
    'chang cancel modif replac instead add_order =ander =andern anderung stornier umtausch tausch statt ' +
    'cambi annull annul =changer remplac cancelar anular alter troca',
  thanks: 'thank danke dankeschon vielen_dank =grazie =merci gracia =obrigado =obrigada',
  greeting:
    '=hello =hi =hey =hallo =moin guten_tag guten_morgen =ciao buongiorno buonasera =salve =bonjour =bonsoir =salut ' +
    '=hola buenos_dias buenas =ola bom_dia boa_tarde good_morning',
} as const;
export type Class = keyof typeof written;

interface Entry {
  readonly parts: readonly string[];
  readonly isWhole: boolean;
}
const entriesOf = (words: string): Entry[] =>
  [...new Set(words.split(' '))].map((word) => ({
    parts: word.replace('=', '').split('_'),
    isWhole: word.startsWith('='),
  }));
const entries = new Map(Object.entries(written).map(([name, words]) => [name, entriesOf(words)] as const));

const negations = new Set(
  'not no never isn aren wasn don doesn didn cannot without nicht kein keine keinen nie non senza pas jamais sans nunca sin nao sem'.split(
    ' ',
  ),
);
const negatedWithin = 2;
const phraseWithin = 4;
const cheerful = /[❤✨😍😊👍🙏🥰😀😃😄🎉💕😁]/gu;
const gloomy = /[😡🤬👎😠😤💔😞😢😭]/gu;

const plainWords = (text: string) => wordsOf(text.replaceAll(/['’]/g, ' ')).map(plainOf);

/** How often a text speaks like this. What is denied is not said; what is good and denied is bad. */
export function countOf(name: Class, text: string): number {
  const words = plainWords(text);
  const own = hitsOf(name, words);
  if (name === 'positive') return own.plain + (text.match(cheerful)?.length ?? 0);
  if (name === 'negative')
    return own.plain + hitsOf('positive', words).denied + (text.match(gloomy)?.length ?? 0);
  return own.plain + own.denied;
}

function hitsOf(name: Class, words: readonly string[]): { plain: number; denied: number } {
  let [plain, denied] = [0, 0];
  for (const [i, word] of words.entries()) {
    if (!entries.get(name)!.some((entry) => startsAt(entry, word, words, i))) continue;
    const isDenied = words.slice(Math.max(0, i - negatedWithin), i).some((before) => negations.has(before));
    if (isDenied) denied += 1;
    else plain += 1;
  }
  return { plain, denied };
}

function startsAt({ parts, isWhole }: Entry, word: string, words: readonly string[], at: number): boolean {
  if (isWhole && parts.length === 1) return word === parts[0];
  if (!word.startsWith(parts[0]!)) return false;
  let from = at;
  for (const part of parts.slice(1)) {
    const next = words.slice(from + 1, from + 1 + phraseWithin).findIndex((one) => one.startsWith(part));
    if (next === -1) return false;
    from += 1 + next;
  }
  return true;
}

/** By which names fields and values of such classes usually go. */
const names: readonly (readonly [RegExp, Class | 'off_topic' | 'question'])[] = [
  [/off.?topic|irrelevant|unrelated|out.?of.?scope/, 'off_topic'],
  [/person|human|agent|hand.?(over|off)|escalat|operator/, 'person'],
  [/legal|lawyer|lawsuit|court/, 'legal'],
  [/spam|scam/, 'spam'],
  [/urgen|critical|emergency/, 'urgent'],
  [/order.?change|change.?order|cancellation/, 'change'],
  [/positive|happy|praise|compliment/, 'positive'],
  [/negative|angry|anger|frustrat|complain|upset|unhappy/, 'negative'],
  [/thank|gratitude/, 'thanks'],
  [/greet|hello/, 'greeting'],
  [/question|inquiry|enquiry/, 'question'],
];
export const classNamed = (name: string) => names.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1];

/** Of sentiment: from -1 to 1, and 0 where nothing is said. */
export function moodOf(text: string): number {
  const [good, bad] = [countOf('positive', text) + countOf('thanks', text) / 2, countOf('negative', text)];
  return good + bad === 0 ? 0 : (good - bad) / (good + bad);
}

/** How soon somebody has to look: 0 for what can wait, 3 for what cannot. */
export function pressureOf(text: string): number {
  const isUrgent = countOf('urgent', text) > 0;
  const [bad, law, person] = (['negative', 'legal', 'person'] as const).map(
    (name) => countOf(name, text) > 0,
  );
  const asks =
    text.includes('?') || plainWords(text).some((word) => conceptsOf(word, languageOf(text)).length > 0);
  return Math.min(3, Number(asks || bad) + Number(bad) + Number(person) + (isUrgent ? 2 : 0) + (law ? 2 : 0));
}
