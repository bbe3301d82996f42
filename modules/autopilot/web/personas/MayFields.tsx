import { Checkbox, RadioGroup } from '../../../../web/kit/Choice.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import type { FieldsProps } from './WhoFields.tsx';
import { actionWords, levelOptions, toolLabel, toolWords } from './words.ts';

export function MayFields({ draft, set }: FieldsProps) {
  return (
    <Section title="What it may do" hint="Whatever is not allowed here waits among the approvals.">
      <RadioGroup
        name="autonomyLevel"
        label="By itself it"
        options={levelOptions}
        value={String(draft.autonomyLevel)}
        onChange={(level) => set({ autonomyLevel: Number(level) })}
      />
      <div className="mt-7 grid gap-x-10 gap-y-7 sm:grid-cols-2">
        <KeptActions draft={draft} set={set} />
        <TextField
          name="maxAutonomousValueMicro"
          label="Up to how much, in dollars"
          inputMode="decimal"
          hint="What somebody wants done and is worth more than this waits, listed or not."
          value={draft.dollars}
          onChange={(dollars) => set({ dollars })}
        />
        <Tools draft={draft} set={set} />
        <Checkbox
          name="minorInteractionMode"
          label="Talks with people under age"
          hint="Else whoever says that they are is handed to a person."
          className="sm:col-span-2"
          value={draft.minorInteractionMode}
          onChange={(minorInteractionMode) => set({ minorInteractionMode })}
        />
      </div>
    </Section>
  );
}

const actions = Object.keys(actionWords);

function KeptActions({ draft, set }: FieldsProps) {
  const { requiresApprovalFor: kept } = draft;
  const others = kept.filter((name) => !actions.includes(name) && !(name in toolWords));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-[550]">Always waits for a person, when it is about</legend>
      {[...actions, ...others].map((name) => (
        <Checkbox
          key={name}
          name={`requiresApprovalFor.${name}`}
          label={upper(actionWords[name] ?? name.replaceAll('_', ' '))}
          value={kept.includes(name)}
          onChange={(isKept) => set({ requiresApprovalFor: withIt(kept, name, isKept) })}
        />
      ))}
    </fieldset>
  );
}

const leaves = [
  { value: 'no', label: 'May not' },
  { value: 'asks', label: 'After approval' },
  { value: 'may', label: 'By itself' },
];

/** One choice for each: whether it is there at all, and whether somebody is asked first. */
function Tools({ draft, set }: FieldsProps) {
  const { allowedTools: allowed, requiresApprovalFor: kept } = draft;
  const names = [...new Set([...Object.keys(toolWords), ...allowed])];
  const leaveOf = (name: string) => (!allowed.includes(name) ? 'no' : kept.includes(name) ? 'asks' : 'may');
  const change = (name: string, leave: string) =>
    set({
      allowedTools: withIt(allowed, name, leave !== 'no'),
      requiresApprovalFor: withIt(kept, name, leave === 'asks'),
    });
  return (
    <fieldset className="sm:col-span-2">
      <legend className="mb-2 text-sm font-[550]">What it may use</legend>
      <div className="grid gap-x-10 gap-y-4 sm:grid-cols-2">
        {names.map((name) => (
          <Select
            key={name}
            name={`allowedTools.${name}`}
            label={toolLabel(name)}
            options={leaves}
            value={leaveOf(name)}
            onChange={(leave) => change(name, leave || 'no')}
          />
        ))}
      </div>
    </fieldset>
  );
}

const withIt = (list: readonly string[], name: string, isIn: boolean): string[] =>
  isIn ? [...new Set([...list, name])] : list.filter((one) => one !== name);

const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
