import { TextArea } from '../../../../../web/kit/Field.tsx';
import { Select } from '../../../../../web/kit/Select.tsx';
import { expectations } from '../../../evaluating/contract.ts';
import { languageOptions } from '../../words.ts';
import { expectedLabels } from '../words.ts';
import type { QuestionDraft } from './drafts.ts';

interface Props {
  question: QuestionDraft;
  /** Where the server names its fields. */
  at: string;
  set: (part: Partial<QuestionDraft>) => void;
}

const channels = [
  { value: 'message', label: 'A message' },
  { value: 'comment', label: 'A comment' },
];

export function QuestionFields({ question, at, set }: Props) {
  return (
    <div className="grid gap-4 pt-1 pb-5 pl-6 sm:grid-cols-3">
      <TextArea
        name={`${at}.text`}
        label="What they write"
        maxLength={4_000}
        className="sm:col-span-3"
        value={question.text}
        onChange={(text) => set({ text })}
      />
      <Choices question={question} at={at} set={set} />
      {question.expected === 'answer' && (
        <TextArea
          name={`${at}.facts`}
          label="Words its answer has to stand on"
          optional
          hint="As they stand in what you have written down. One of these in each line is enough."
          className="sm:col-span-3"
          value={question.facts}
          onChange={(facts) => set({ facts })}
        />
      )}
      <TextArea
        name={`${at}.forbidden`}
        label="Words no answer may say"
        optional
        hint="One in each line."
        className="sm:col-span-3"
        value={question.forbidden}
        onChange={(forbidden) => set({ forbidden })}
      />
    </div>
  );
}

function Choices({ question, at, set }: Props) {
  return (
    <>
      <Select
        name={`${at}.expected`}
        label="Right is to"
        options={expectations.map((value) => ({ value, label: expectedLabels[value] }))}
        value={question.expected}
        onChange={(expected) => set({ expected: expected as QuestionDraft['expected'] })}
      />
      <Select
        name={`${at}.channel`}
        label="It is"
        options={channels}
        value={question.channel}
        onChange={(channel) => set({ channel: channel as QuestionDraft['channel'] })}
      />
      <Select
        name={`${at}.language`}
        label="In"
        options={languageOptions(question.language)}
        value={question.language}
        onChange={(language) => set({ language: language || 'en' })}
      />
    </>
  );
}
