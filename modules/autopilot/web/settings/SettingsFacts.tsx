import { Facts, Section } from '../../../../web/kit/Section.tsx';
import type { AutopilotSettings } from '../../settings/contract.ts';
import { count, languageLabel, listed, percent } from '../words.ts';
import { fieldLabels as labels, outsideWords } from './labels.ts';

/** For whoever may look and not change. */
export function SettingsFacts({ settings }: { settings: AutopilotSettings }) {
  const some = (items: readonly string[]) => (items.length === 0 ? 'None' : items.join(', '));
  const { documentLanguages: languages } = settings;
  const instructions = <span className="whitespace-pre-wrap">{settings.instructions ?? 'None'}</span>;
  return (
    <Section title="As it is set">
      <Facts
        facts={[
          ['Answers', listed(answered(settings)) || 'Nothing'],
          [labels.outsideHours, outsideWords[settings.outsideHours].label],
          [labels.model, settings.model],
          [labels.readingModel, settings.readingModel ?? 'None: rules alone'],
          [labels.tone, settings.tone],
          [labels.language, languageLabel(settings.language)],
          [
            labels.documentLanguages,
            languages.length === 0 ? 'Every language' : listed(languages.map(languageLabel)),
          ],
          [labels.instructions, instructions],
          [labels.flaggedKeywords, some(settings.flaggedKeywords)],
          [labels.flaggedPhrases, some(settings.flaggedPhrases)],
          [labels.ignoreExamples, some(settings.ignoreExamples)],
          [labels.confidenceMin, percent(settings.confidenceMin)],
          [labels.turnsMax, count(settings.turnsMax, 'answer')],
          [labels.escalationMinutes, count(settings.escalationMinutes, 'minute')],
        ]}
      />
    </Section>
  );
}

const answered = ({ answersMessages, answersComments }: AutopilotSettings): string[] => [
  ...(answersMessages ? ['messages'] : []),
  ...(answersComments ? ['comments'] : []),
];
