import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { EvaluationRunId, EvaluationSetId } from '../evaluating/contract.ts';
import { bytesOf, Language, line, listOf, paragraphs } from '../fields/contract.ts';

/** What the machine does while the place somebody wrote to is closed. */
export const outsideHours = ['answer', 'escalate', 'wait'] as const;
export const flagsMax = 500;
export const instructionsLengthMax = 20_000;
const flagsBytesMax = 250_000;

const given = {
  model: line(200).default('anthropic/claude-3.5-haiku'),
  temperature: z.number().min(0).max(2).default(0.2),
  topP: z.number().min(0).max(1).default(1),
  language: Language.default('en').describe('Where a customer’s is not known.'),
  tone: line(200).default('friendly'),
  systemPrompt: paragraphs(instructionsLengthMax).nullable().default(null),
  instructions: paragraphs(instructionsLengthMax).nullable().default(null),
  isOn: z.boolean().default(true).describe('The master switch: off, nothing is answered anywhere.'),
  answersMessages: z.boolean().default(true),
  answersComments: z.boolean().default(true),
  outsideHours: z.enum(outsideHours).default('answer'),
  confidenceMin: z.number().min(0).max(1).default(0.6),
  flaggedKeywords: listOf(line(120), flagsMax).default([]),
  flaggedPhrases: listOf(line(300), flagsMax).default([]),
  ignoreExamples: listOf(line(500), flagsMax).default([]),
  documentLanguages: listOf(Language, 50).default([]).describe('Empty: every language is answered.'),
  turnsMax: z.int().min(1).max(50).default(8),
  escalationMinutes: z.int().min(1).max(43_200).default(60),
  readingModel: line(200)
    .nullable()
    .default(null)
    .describe('Reads what customers write for what they feel and prefer; null: rules alone do.'),
  notifiedEmails: listOf(z.email().max(320), 20).default([]),
};
const Given = z.object(given);
export type GivenSettings = z.infer<typeof Given>;

/** SS-09 to SS-14: what holds until somebody sets something else. */
export const defaultSettings: GivenSettings = Given.parse({});

export const AutopilotSettings = z.object({
  ...(Object.fromEntries(
    Object.entries(Given.shape).map(([name, shape]) => [name, shape.removeDefault()]),
  ) as { [K in keyof typeof given]: ReturnType<(typeof given)[K]['removeDefault']> }),
  /** 0: nobody has set it up, and nothing is answered. */
  version: z.number().int(),
  updatedAt: z.coerce.date().nullable(),
});
export type AutopilotSettings = z.infer<typeof AutopilotSettings>;

const inWorkspace = { workspaceId: WorkspaceId };

export const getSettings = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/settings',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'How the machine answers',
  params: inWorkspace,
  reply: AutopilotSettings,
  etag: true,
});

/** All of it at once; what is left out is as it is without settings. */
export const putSettings = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/autopilot/settings',
  audience: 'workspace',
  permission: 'autopilot.manage',
  summary: 'Say how the machine answers',
  params: inWorkspace,
  body: {
    ...given,
    version: z
      .int()
      .min(0)
      .optional()
      .describe('The one that was seen: when somebody has changed it since, this is refused.'),
    gatedBy: z
      .strictObject({ setId: EvaluationSetId, runId: EvaluationRunId })
      .optional()
      .describe('A run with these very settings: where it came out worse than as it is, this is refused.'),
  },
  reply: AutopilotSettings,
  errors: [
    ...['autopilot.settings_changed_meanwhile', 'autopilot.flags_too_large'],
    ...['autopilot.evaluation_run_not_found', 'autopilot.evaluation_is_another'],
    'autopilot.evaluation_is_worse',
  ],
});

export const areFlagsSmall = ({ flaggedKeywords, flaggedPhrases, ignoreExamples }: GivenSettings) =>
  bytesOf([...flaggedKeywords, ...flaggedPhrases, ...ignoreExamples]) <= flagsBytesMax;

export const settingsChanged = event({
  name: 'autopilot.settings_changed',
  payload: z.object({ version: z.number().int() }),
});

export const settingsEvents = [settingsChanged] as const;
export const settingsErrors = {
  settings_changed_meanwhile: [409, 'Somebody has changed these settings. Look at them again.'],
  flags_too_large: [400, 'The words, phrases and examples are too much together.'],
} as const;
