import { TextArea } from '../../../../web/kit/Field.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import type { FieldsProps } from './WhoFields.tsx';

export const KnowsFields = ({ draft, set }: FieldsProps) => (
  <Section title="What it knows" hint="Beside your knowledge, which every persona answers from.">
    <div className="grid gap-5 sm:grid-cols-2">
      <TextArea
        name="pinnedFacts"
        label="Pinned facts"
        optional
        hint="Always at hand. One in each line."
        placeholder="The shop in Lisbon is closed until 3 May."
        className="sm:col-span-2"
        value={draft.facts}
        onChange={(facts) => set({ facts })}
      />
      <TextArea
        name="memoryCategories"
        label="What it remembers of customers"
        optional
        hint="Kinds of things, one in each line. What is not here is not used."
        className="sm:col-span-2"
        value={draft.categories}
        onChange={(categories) => set({ categories })}
      />
    </div>
  </Section>
);
