import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import type { Draft } from './drafts.ts';
import { fieldLabels as labels } from './labels.ts';

interface Props {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

export function LeavesFields(props: Props) {
  return (
    <Section title="What it leaves to people" hint="Where any of this is so, a person is fetched.">
      <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
        <FlaggedFields {...props} />
        <LimitFields {...props} />
      </div>
    </Section>
  );
}

function FlaggedFields({ draft, set }: Props) {
  return (
    <>
      <TextArea
        name="flaggedKeywords"
        label={labels.flaggedKeywords}
        optional
        hint="Whole words. One in each line."
        placeholder={'lawyer\nallergy'}
        value={draft.flaggedKeywords}
        onChange={(flaggedKeywords) => set({ flaggedKeywords })}
      />
      <TextArea
        name="flaggedPhrases"
        label={labels.flaggedPhrases}
        optional
        hint="Wherever they stand. One in each line."
        placeholder="my money back"
        value={draft.flaggedPhrases}
        onChange={(flaggedPhrases) => set({ flaggedPhrases })}
      />
    </>
  );
}

function LimitFields({ draft, set }: Props) {
  return (
    <>
      <TextField
        name="confidenceMin"
        label={labels.confidenceMin}
        inputMode="decimal"
        hint="In percent. An answer it is less sure of goes to a person."
        end={<Unit>%</Unit>}
        value={draft.confidenceMin}
        onChange={(confidenceMin) => set({ confidenceMin })}
      />
      <TextField
        name="turnsMax"
        label={labels.turnsMax}
        inputMode="numeric"
        hint="After so many without a person, somebody looks."
        value={draft.turnsMax}
        onChange={(turnsMax) => set({ turnsMax })}
      />
      <TextField
        name="escalationMinutes"
        label={labels.escalationMinutes}
        inputMode="numeric"
        hint="Within so many minutes of your hours a person is to answer."
        end={<Unit>min</Unit>}
        value={draft.escalationMinutes}
        onChange={(escalationMinutes) => set({ escalationMinutes })}
      />
      <TextArea
        name="notifiedEmails"
        label={labels.notifiedEmails}
        optional
        hint="Addresses. One in each line."
        inputMode="email"
        value={draft.notifiedEmails}
        onChange={(notifiedEmails) => set({ notifiedEmails })}
      />
    </>
  );
}

const Unit = ({ children }: { children: string }) => (
  <span className="pr-2 text-sm text-faint" aria-hidden>
    {children}
  </span>
);
