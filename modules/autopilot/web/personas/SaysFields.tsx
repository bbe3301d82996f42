import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { disclosings } from '../../personas/contract.ts';
import { instructionsLengthMax } from '../../settings/contract.ts';
import type { Draft } from './drafts.ts';
import type { FieldsProps } from './WhoFields.tsx';
import { disclosingWords } from './words.ts';

export function SaysFields({ draft, set }: FieldsProps) {
  return (
    <Section title="How it speaks">
      <div className="grid gap-5 sm:grid-cols-2">
        <VoiceFields draft={draft} set={set} />
        <TextArea
          name="instructions"
          label="Instructions"
          optional
          hint="What only this persona is told, after those of the autopilot."
          maxLength={instructionsLengthMax}
          className="sm:col-span-2"
          value={draft.instructions}
          onChange={(instructions) => set({ instructions })}
        />
        <TextField
          name="disclosureText"
          label="How it says that it is a machine"
          maxLength={500}
          autoComplete="off"
          value={draft.disclosureText}
          onChange={(disclosureText) => set({ disclosureText })}
        />
        <RadioGroup
          name="discloses"
          label="When it says so"
          options={disclosings.map((value) => ({ value, ...disclosingWords[value] }))}
          value={draft.discloses}
          onChange={(value) => set({ discloses: value as Draft['discloses'] })}
        />
      </div>
    </Section>
  );
}

function VoiceFields({ draft, set }: FieldsProps) {
  const field = (name: keyof Draft['voice']) => ({
    name: `voiceProfile.${name}`,
    optional: true,
    value: draft.voice[name],
    onChange: (value: string) => set({ voice: { ...draft.voice, [name]: value } }),
  });
  return (
    <>
      <TextField {...field('tone')} label="Tone" placeholder="warm, to the point" maxLength={500} />
      <TextField {...field('vocabulary')} label="Words" placeholder="everyday, no jargon" maxLength={500} />
      <TextArea {...field('likes to say')} label="Likes to say" hint="One in each line." />
      <TextArea {...field('never says')} label="Never says" hint="One in each line." />
      <TextField {...field('emoji')} label="Emoji" placeholder="sparingly" maxLength={500} />
    </>
  );
}
