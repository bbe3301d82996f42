import type { z } from 'zod';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import type { BrandVoice, LocationDetails } from '../../contract.ts';
import { filled, fromLines, toLines, useTexts } from './drafts.ts';
import { PartDialog, type PartFormProps } from './PartDialog.tsx';

const emojiUses = [
  { value: '', label: 'Not said' },
  { value: 'never', label: 'Never' },
  { value: 'sparingly', label: 'Sparingly' },
  { value: 'freely', label: 'Freely' },
];
const parts = [
  'tone',
  'audience',
  'description',
  'dos',
  'donts',
  'phrases',
  'avoidedWords',
  'sample',
  'emoji',
];
const names = parts.map((part) => `brandVoice.${part}`);
const one = 'One in each line.';

export default function VoiceForm({ location, onClose }: PartFormProps) {
  const { field, unsaved, brandVoice } = useVoice(location);
  const part = (name: Parameters<typeof field>[0]) => field(name, `brandVoice.${name}`);
  return (
    <PartDialog
      location={location}
      onClose={onClose}
      title={`Brand voice of ${location.name}`}
      names={names}
      changes={{ brandVoice }}
      unsaved={unsaved}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField {...part('tone')} label="Tone" maxLength={200} placeholder="Warm, calm, to the point" />
        <Select {...part('emoji')} label="Emoji" placeholder="Not said" options={emojiUses} />
        <TextField
          {...part('audience')}
          label="Speaks to"
          maxLength={500}
          placeholder="Families of the quarter, guests from abroad"
          className="sm:col-span-2"
        />
        <TextArea {...part('description')} label="In words" maxLength={4_000} className="sm:col-span-2" />
        <TextArea {...part('dos')} label="Does" hint={one} />
        <TextArea {...part('donts')} label="Does not" hint={one} />
        <TextArea {...part('phrases')} label="Likes to say" hint={one} />
        <TextArea {...part('avoidedWords')} label="Never says" hint={one} />
        <TextArea
          {...part('sample')}
          label="Sample"
          hint="A text that sounds as it should."
          maxLength={4_000}
          className="sm:col-span-2"
        />
      </div>
    </PartDialog>
  );
}

/** What is written, and what is sent of it. */
function useVoice({ brandVoice: voice }: LocationDetails) {
  const { texts, unsaved, field } = useTexts({
    tone: voice.tone ?? '',
    audience: voice.audience ?? '',
    description: voice.description ?? '',
    dos: toLines(voice.dos),
    donts: toLines(voice.donts),
    phrases: toLines(voice.phrases),
    avoidedWords: toLines(voice.avoidedWords),
    sample: voice.sample ?? '',
    emoji: voice.emoji ?? '',
  });
  const brandVoice = filled({
    tone: texts.tone.trim(),
    audience: texts.audience.trim(),
    description: texts.description.trim(),
    dos: fromLines(texts.dos),
    donts: fromLines(texts.donts),
    phrases: fromLines(texts.phrases),
    avoidedWords: fromLines(texts.avoidedWords),
    sample: texts.sample.trim(),
    emoji: texts.emoji,
  }) as z.infer<typeof BrandVoice>;
  return { field, unsaved, brandVoice };
}
