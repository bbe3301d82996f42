import { ApiError } from '../../../../web/kit/api.ts';
import { dollarsIn, microIn } from '../../../../web/kit/dollars.ts';
import type { AccountId } from '../../../connections/contract.ts';
import type { LocationId } from '../../../workspaces/contract.ts';
import type { GivenPersona } from '../../personas/contract.ts';
import { fromLines, toLines } from '../words.ts';

const lists = ['pinnedFacts', 'memoryCategories'] as const;
/** How the voice is written down, and read by the model: in words. */
const voiceTexts = ['tone', 'vocabulary', 'emoji'] as const;
const voiceLists = ['likes to say', 'never says'] as const;
type VoiceName = (typeof voiceTexts)[number] | (typeof voiceLists)[number];

export interface Draft
  extends Omit<
    GivenPersona,
    'locationId' | 'accountId' | 'voiceProfile' | 'instructions' | 'maxAutonomousValueMicro'
  > {
  locationId: string;
  accountId: string;
  voice: Readonly<Record<VoiceName, string>>;
  instructions: string;
  dollars: string;
  facts: string;
  categories: string;
}

export const fieldNames = [
  ...['name', 'status', 'role', 'isDefault', 'locationId', 'accountId', 'instructions', 'autonomyLevel'],
  ...['requiresApprovalFor', 'allowedTools', 'maxAutonomousValueMicro', ...lists],
  ...['disclosureText', 'discloses', 'minorInteractionMode', 'voiceProfile'],
];

export function draftOf({
  voiceProfile,
  instructions,
  maxAutonomousValueMicro,
  ...persona
}: GivenPersona): Draft {
  const written = (name: string) => toLines([voiceProfile[name] ?? []].flat());
  return {
    ...persona,
    role: inWords(persona.role),
    locationId: persona.locationId ?? '',
    accountId: persona.accountId ?? '',
    voice: Object.fromEntries(
      [...voiceTexts, ...voiceLists].map((name) => [name, written(name)]),
    ) as Draft['voice'],
    instructions: instructions ?? '',
    dollars: dollarsIn(maxAutonomousValueMicro),
    facts: toLines(persona.pinnedFacts),
    categories: toLines(persona.memoryCategories),
  };
}

/** `brand_ambassador` is how it is kept, and by which others of the same role are known. */
const inWords = (role: string): string => role.replaceAll('_', ' ');

export function givenOf(draft: Draft, before: GivenPersona): GivenPersona {
  const { voice, dollars, facts, categories, ...rest } = draft;
  return {
    ...rest,
    name: draft.name.trim(),
    role: draft.role === inWords(before.role) ? before.role : draft.role.trim().replaceAll(/\s+/g, '_'),
    locationId: (draft.locationId || null) as LocationId | null,
    accountId: (draft.accountId || null) as AccountId | null,
    voiceProfile: voiceOf(voice, before.voiceProfile),
    instructions: draft.instructions.trim() || null,
    maxAutonomousValueMicro: microIn(dollars) ?? before.maxAutonomousValueMicro,
    pinnedFacts: fromLines(facts, before.pinnedFacts),
    memoryCategories: fromLines(categories, before.memoryCategories),
    disclosureText: draft.disclosureText.trim(),
  };
}

/** What this form does not know of a voice stays as it was. */
function voiceOf(voice: Draft['voice'], before: GivenPersona['voiceProfile']): GivenPersona['voiceProfile'] {
  const known: readonly string[] = [...voiceTexts, ...voiceLists];
  const kept = Object.entries(before).filter(([name]) => !known.includes(name));
  const texts = voiceTexts.map((name) => [name, voice[name].trim()] as const);
  const items = voiceLists.map((name) => [name, fromLines(voice[name])] as const);
  return Object.fromEntries([...kept, ...[...texts, ...items].filter(([, value]) => value.length > 0)]);
}

/** What the server would refuse, said in its place and in words; null where nothing is wrong. */
export function refusalOf(draft: Draft): ApiError | null {
  const wrong = [
    [draft.name.trim() === '', 'name', 'Give it a name.'],
    [draft.role.trim() === '', 'role', 'Say what it is, like brand ambassador.'],
    [draft.disclosureText.trim() === '', 'disclosureText', 'Write how it says that it is a machine.'],
    [
      microIn(draft.dollars) === undefined,
      'maxAutonomousValueMicro',
      'Write an amount in dollars, like 50 or 0.5.',
    ],
  ] as const;
  const fields = wrong.flatMap(([isWrong, path, message]) =>
    isWrong ? [{ path, code: 'not_possible', message }] : [],
  );
  if (fields.length === 0) return null;
  return new ApiError({
    ...{ status: 400, code: 'stoa.invalid_input', message: fields[0]!.message },
    fields,
  });
}

export const isChanged = (draft: Draft, before: Draft): boolean =>
  JSON.stringify(draft) !== JSON.stringify(before);
