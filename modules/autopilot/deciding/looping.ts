import { folded } from './lexicon.ts';
import type { Spoken } from './snapshot.ts';

const quickMs = 5_000;
const withinMs = 120_000;
/** So often somebody may be as quick as a machine. */
const quickMax = 3;
/** Nobody types as many letters in a second, and what is shorter may have been pasted. */
const typedPerSecondMax = 15;
const typedLengthMin = 60;
const typedMax = 2;

/** As machines say of themselves what they are; whoever asks whether they talk to one says it otherwise. */
const ownWords =
  /\b(i['’]?m|i am|this is) an? (ai|automated|virtual|digital) (assistant|agent|bot)\b|\bich bin ein[e]? (ki|virtuelle[rn]?|digitale[rn]?)[- ]?assistent(in)?\b|\bje suis une? (assistante? (ia|virtuel(le)?)|ia)\b|\bsoy una? (asistente (de ia|virtual)|ia)\b|\bsono un[ao']? ?(assistente (ia|ai|virtuale))\b|\bsou uma? (assistente (de ia|virtual)|ia)\b/iu;

/** Answers of the machine with no person in between, whoever wrote in between otherwise. Oldest first. */
export function answersInRow(said: readonly Spoken[]): number {
  const since = said.findLastIndex(({ by }) => by === 'person');
  return said.slice(since + 1).filter(({ by }) => by === 'machine').length;
}

/** By what it shows that the other side is a machine as well; null where it does not. Oldest first. */
export function loopOf(said: readonly Spoken[], now: Date): string | null {
  const mine = said.findLast(({ by }) => by === 'machine');
  const last = said.at(-1);
  if (!mine || last?.by !== 'customer') return null;
  const [own, theirs] = [folded(mine.text), folded(last.text)];
  if (own !== '' && own === theirs) return 'They write back word for word what the machine wrote.';
  if (ownWords.test(last.text)) return 'They say of themselves that they are a machine.';
  const quick = said.filter((one, i) => {
    const before = said[i - 1];
    if (one.by !== 'customer' || before?.by !== 'machine') return false;
    const at = Date.parse(one.at);
    return at - Date.parse(before.at) < quickMs && now.getTime() - at < withinMs;
  });
  if (quick.length >= quickMax) return 'They answer as quickly as only a machine does.';
  return typedTooFast(said, now) >= typedMax ? 'They write faster than anybody types.' : null;
}

const typedTooFast = (said: readonly Spoken[], now: Date): number =>
  said.filter((one, i) => {
    const before = said[i - 1];
    if (one.by !== 'customer' || before?.by !== 'machine' || one.text.length < typedLengthMin) return false;
    const seconds = (Date.parse(one.at) - Date.parse(before.at)) / 1_000;
    const isLately = now.getTime() - Date.parse(one.at) < 2 * withinMs;
    return isLately && one.text.length > typedPerSecondMax * Math.max(1, seconds);
  }).length;
