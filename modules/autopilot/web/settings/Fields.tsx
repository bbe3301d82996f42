import { Checkbox, RadioGroup } from '../../../../web/kit/Choice.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { instructionsLengthMax, outsideHours } from '../../settings/contract.ts';
import { languageOptions } from '../words.ts';
import type { Draft } from './drafts.ts';
import { fieldLabels as labels, outsideWords } from './labels.ts';
import { ModelField } from './ModelField.tsx';

interface Props {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

export function WhereFields({ draft, set }: Props) {
  return (
    <Section title="Where it answers">
      <div className="grid max-w-3xl gap-x-10 gap-y-5 sm:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Checkbox
            name="answersMessages"
            label={labels.answersMessages}
            hint="What people write to you alone."
            value={draft.answersMessages}
            onChange={(answersMessages) => set({ answersMessages })}
          />
          <Checkbox
            name="answersComments"
            label={labels.answersComments}
            hint="What stands under your posts, for everybody to read."
            value={draft.answersComments}
            onChange={(answersComments) => set({ answersComments })}
          />
        </div>
        <RadioGroup
          name="outsideHours"
          label={labels.outsideHours}
          options={outsideHours.map((value) => ({ value, ...outsideWords[value] }))}
          value={draft.outsideHours}
          onChange={(value) => set({ outsideHours: value as Draft['outsideHours'] })}
        />
      </div>
    </Section>
  );
}

export function HowFields({ draft, set }: Props) {
  return (
    <Section title="How it answers">
      <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
        <ModelField
          value={draft.model}
          onChange={(model) => set({ model })}
          hint="Words the answers, where no other is chosen under Models."
        />
        <TextField
          name="tone"
          label={labels.tone}
          placeholder="friendly, short"
          maxLength={200}
          autoComplete="off"
          value={draft.tone}
          onChange={(tone) => set({ tone })}
        />
        <TextArea
          name="instructions"
          label={labels.instructions}
          optional
          hint="As you would tell a new colleague. Every persona follows them."
          placeholder="Say “you” as one does among friends. Name the shop in Lisbon where somebody asks for it."
          maxLength={instructionsLengthMax}
          className="sm:col-span-2"
          value={draft.instructions}
          onChange={(instructions) => set({ instructions })}
        />
        <Select
          name="language"
          label={labels.language}
          hint="Where a customer’s is not known. Else it answers in theirs."
          options={languageOptions(draft.language)}
          value={draft.language}
          onChange={(language) => set({ language })}
        />
        <TextArea
          name="documentLanguages"
          label={labels.documentLanguages}
          optional
          hint="Like en or pt-BR, one in each line. Empty: every language."
          value={draft.documentLanguages}
          onChange={(documentLanguages) => set({ documentLanguages })}
        />
      </div>
    </Section>
  );
}

export function IgnoresFields({ draft, set }: Props) {
  return (
    <Section title="What it lets be" hint="Nothing is said, and nobody is fetched.">
      <TextArea
        name="ignoreExamples"
        label={labels.ignoreExamples}
        optional
        hint="Examples, one in each line. What means the same in other words is let be as well."
        placeholder={'Follow for follow?\nCheck out my page'}
        className="max-w-3xl"
        value={draft.ignoreExamples}
        onChange={(ignoreExamples) => set({ ignoreExamples })}
      />
    </Section>
  );
}

/** For whoever knows what a model is told: closed until it is asked for, or something in it was refused. */
export function MoreFields({ draft, set, isOpen }: Props & { isOpen: boolean }) {
  return (
    <details open={isOpen || undefined} className="group border-t border-line py-5">
      <summary className="title cursor-pointer text-xl marker:text-faint">More</summary>
      <div className="mt-4 grid max-w-3xl gap-5 pb-5 sm:grid-cols-2">
        <TextField
          name="temperature"
          label={labels.temperature}
          inputMode="decimal"
          hint="0 always words it alike; up to 2 it plays. 0.2 is a good beginning."
          value={draft.temperature}
          onChange={(temperature) => set({ temperature })}
        />
        <TextField
          name="topP"
          label={labels.topP}
          inputMode="decimal"
          hint="How many of the likely words it chooses from: 1 is all. Change this or the temperature, not both."
          value={draft.topP}
          onChange={(topP) => set({ topP })}
        />
        <ModelField
          name="readingModel"
          label={labels.readingModel}
          none="None: rules alone"
          hint="Reads what customers write for how they feel, and for what they tell of themselves. Every message is a call."
          value={draft.readingModel}
          onChange={(readingModel) => set({ readingModel })}
        />
        <TextArea
          name="systemPrompt"
          label={labels.systemPrompt}
          optional
          hint="What the model is told first. It cannot lift what Stoa checks of every answer."
          maxLength={instructionsLengthMax}
          className="sm:col-span-2"
          value={draft.systemPrompt}
          onChange={(systemPrompt) => set({ systemPrompt })}
        />
      </div>
    </details>
  );
}
