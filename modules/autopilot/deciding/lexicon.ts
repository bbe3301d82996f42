import { foldQuestion } from '../../knowledge/contract.ts';

/**
 * What people say, in six languages, when a machine is not who they want or must not be who answers. Folded: without
 * case, accents and signs. `*` ends a beginning of a word, `..` stands for up to three words between.
 */
const written = {
  legal: [
    'lawyer; attorney; solicitor; sue you; suing; lawsuit; legal action; legal steps; take..court; small claims',
    'cease and desist; consumer protection; the police; gdpr; data protection authority',
    'anwalt*; rechtsanwalt*; verklag*; klage einreichen; vor gericht; strafanzeige; anzeige erstatten; die polizei',
    'verbraucherzentrale; verbraucherschutz; rechtliche schritte; rechtsweg; abmahn*; dsgvo',
    'mon avocat; mes avocats; un avocat; notre avocat; tribunal*; porter plainte; deposer plainte; mise en demeure',
    'action en justice; poursuites; la police; rgpd; dgccrf',
    'abogad*; demandar*; una demanda; juzgado*; accion legal; acciones legales; la policia; denunciar*',
    'avvocat*; querela*; azione legale; azioni legali; vie legali; denunci*; diffida; i carabinieri; la polizia',
    'advogad*; processar*; processo judicial; procon; medidas legais; acao judicial; a policia',
  ],
  person: [
    'a human; real human; human agent; human being; real person; actual person; live agent; talk..person',
    'speak..person; talk..someone; speak..someone; talk..human; speak..human; speak..manager; talk..manager',
    'talk..agent; speak..agent; a representative; call me back; please call me; no bot; not a bot; no bots',
    'einem menschen; einen menschen; echte* mensch*; echte* person; mit jemand*..sprechen; jemand*..erreichen',
    'mit einem mitarbeiter*; einen mitarbeiter*; mit einer person; kundenberater*; kein* bot; kein* roboter',
    'rufen sie mich; ruft mich..an; vorgesetzt*; geschaftsfuhr*',
    'un humain; etre humain; vraie personne; parler..quelqu un; parler..personne; parler..humain; un conseiller*',
    'une conseillere; parler..responsable; pas un robot; rappelez moi; pas de robot',
    'un humano; persona real; hablar..persona; hablar..alguien; hablar..humano; un agente; hablar..encargad*; un operador*',
    'un umano; persona reale; persona vera; parlare..persona; parlare..qualcuno; un operatore; parlare..responsabile',
    'pessoa real; falar..pessoa; falar..alguem; um atendente; falar..humano; falar..gerente',
  ],
  urgent: [
    'urgent; urgently; emergency; asap; as soon as possible; life threatening; allergic reaction',
    'dringend*; notfall; so schnell wie moglich; schnellstmoglich; es eilt; allergische reaktion',
    'urgent*; urgence; au plus vite; des que possible; reaction allergique',
    'urgente*; urgencia; emergencia; cuanto antes; lo antes posible; reaccion alergica',
    'urgenza; emergenza; il prima possibile; quanto prima; reazione allergica',
    'o quanto antes; o mais rapido possivel; reacao alergica',
  ],
  angry: [
    'furious; outraged; unacceptable; outrageous; ridiculous; rip off; ripoff; scam*; fraud; disgusting; disgrace*',
    'pathetic; incompetent; worst service; worst shop; terrible service; awful service; fed up; sick of; so angry',
    'very angry; still waiting; never arrived; never again; shame on you; horrible service; liars; thieves',
    'wutend*; unverschamt*; frechheit; inakzeptabel*; betrug*; abzocke; zum kotzen; skandal*; zumutung; katastroph*',
    'nie angekommen; warte immer noch; nie wieder; reicht mir; sauerei; enttauscht*; lugner',
    'furieu*; inacceptable*; inadmissible*; scandal*; arnaque*; honte; honteu*; ras le bol; jamais recu',
    'toujours rien recu; j en ai marre; plus jamais; voleurs; menteurs',
    'furios*; inaceptable*; estafa*; verguenza; estoy hart*; nunca llego; sigo esperando; indignad*; pesim*; ladrones',
    'inaccettabil*; truffa*; vergogn*; non ne posso piu; schifo; mai arrivat*; sto ancora aspettando; indignat*; ladri',
    'inaceitavel; golpe; vergonha; nunca chegou; estou fart*; pessim*; absurdo; ladroes',
  ],
  /** Not that they want one: they want to know. */
  whatItIs: [
    'are you..bot; are you..robot; are you..human; are you..machine; are you..ai; are you..real; is this..bot; is this..ai',
    'am i talking..bot; am i talking..human; am i talking..person',
    'bist du..bot; bist du..mensch; bist du..ki; bist du..roboter; bist du..maschine; sind sie..bot; sind sie..mensch',
    'sind sie..ki; sind sie..roboter; spreche ich..mensch*; es tu..robot; es tu..humain; etes vous..robot',
    'etes vous..humain; eres..bot; eres..robot; eres..human*; sei..bot; sei..robot; sei..uman*; e um robo; voce e..robo',
    'voce e..human*; es..un bot',
  ],
  greeting: [
    'hello; hi; hey; hello there; hi there; good morning; good evening; good afternoon; hallo; guten tag; moin; servus',
    'guten morgen; guten abend; gruss gott; gruezi; bonjour; bonsoir; salut; coucou; hola; buenos dias; buenas tardes',
    'buenas noches; buenas; ciao; buongiorno; buonasera; salve; ola; oi; bom dia; boa tarde; boa noite',
  ],
  thanks: [
    'thanks; thank you; thank you so much; thanks a lot; many thanks; thx; danke; danke schon; vielen dank; merci',
    'merci beaucoup; gracias; muchas gracias; grazie; grazie mille; obrigad*; muito obrigad*',
  ],
  acknowledged: [
    'ok; okay; okey; k; got it; perfect; great; alright; all right; cool; nice; fine; yes; no; sure; will do; understood',
    'alles klar; super; perfekt; passt; verstanden; ja; nein; gut; bien; d accord; parfait; entendu; oui; non',
    'vale; perfecto; entendido; si; de acuerdo; va bene; perfetto; capito; d accordo; certo; esta bem; perfeito; entendi; sim; nao',
  ],
} as const;
export type Speech = keyof typeof written;

const patternOf = (phrase: string): string =>
  phrase
    .split('..')
    .map((part) => part.trim().replaceAll('*', '\\p{L}*'))
    .join('(?: [^ ]+){0,3} ');

const alternatives = (lines: readonly string[]) =>
  lines
    .flatMap((line) => line.split(';'))
    .map((phrase) => patternOf(phrase.trim()))
    .join('|');

const anywhere = new Map<string, RegExp>();
const wholly = new Map<string, RegExp>();
for (const [name, lines] of Object.entries(written)) {
  anywhere.set(name, new RegExp(`(?:^| )(?:${alternatives(lines)})(?= |$)`, 'u'));
  wholly.set(name, new RegExp(`^(?:(?:${alternatives(lines)})(?: |$))+$`, 'u'));
}

/** As texts are compared here: words without case, accents and signs, one space between. */
export const folded = (text: string): string => foldQuestion(text.replaceAll('ß', 'ss'));

export const says = (speech: Speech, text: string): boolean => anywhere.get(speech)!.test(folded(text));

/** Nothing but that. */
export const saysOnly = (speech: Speech, text: string): boolean => wholly.get(speech)!.test(folded(text));

const angrySigns = /[🤬😡👿]|!{3,}/u;
export const soundsAngry = (text: string): boolean => says('angry', text) || angrySigns.test(text);

/** A whole word of it, as people count words; of signs alone, wherever they are. */
export function hasKeyword(text: string, keyword: string): boolean {
  const wanted = folded(keyword);
  return wanted === '' ? text.includes(keyword) : ` ${folded(text)} `.includes(` ${wanted} `);
}

export function hasPhrase(text: string, phrase: string): boolean {
  const wanted = folded(phrase);
  return wanted === '' ? text.includes(phrase) : folded(text).includes(wanted);
}

const underAge = 18;
const ages =
  /(?:^| )(?:i am|i m|im|ich bin|j ai|tengo|ho|tenho)(?: only| erst| nur| solo| so| just)? (\d{1,2})(?= (?:years?|yrs?|yo|y o|jahre?|ans?|anos|anni|and|und|et|e|y)(?: |$)|$)/gu;

/** Whoever says that they are under age. */
export const isMinor = (text: string): boolean =>
  [...folded(text).matchAll(ages)].some(([, age]) => Number(age) > 4 && Number(age) < underAge);
