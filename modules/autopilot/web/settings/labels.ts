import type { outsideHours } from '../../settings/contract.ts';

/** What each field is called, on the form and wherever a change of it is named. */
export const fieldLabels = {
  isOn: 'the master switch',
  answersMessages: 'Messages',
  answersComments: 'Comments',
  outsideHours: 'While you are closed',
  model: 'Model',
  readingModel: 'Model that reads',
  temperature: 'Temperature',
  topP: 'Top p',
  language: 'Language',
  tone: 'Tone',
  systemPrompt: 'Before everything else',
  instructions: 'Instructions',
  confidenceMin: 'How sure it has to be',
  flaggedKeywords: 'Words',
  flaggedPhrases: 'Phrases',
  ignoreExamples: 'Not worth an answer',
  documentLanguages: 'Languages it answers in',
  turnsMax: 'Answers in a row',
  escalationMinutes: 'Time to answer',
  notifiedEmails: 'Who is told by mail',
} as const;

type Outside = (typeof outsideHours)[number];
export const outsideWords: Readonly<Record<Outside, { readonly label: string; readonly hint: string }>> = {
  answer: { label: 'Answer', hint: 'As at any other time.' },
  escalate: { label: 'Leave it to a person', hint: 'Somebody is told, and answers when you open.' },
  wait: { label: 'Wait until you open', hint: 'Then it answers what has come in.' },
};
