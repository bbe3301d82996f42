import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';

export const ContextTextId = z.uuid().brand<'ContextTextId'>();
export type ContextTextId = z.infer<typeof ContextTextId>;
export const TrainingTextId = z.uuid().brand<'TrainingTextId'>();
export type TrainingTextId = z.infer<typeof TrainingTextId>;

/** Of one person, of each of the two. */
export const textsMax = 1_000;
export const textLengthMax = 100_000;
const metadataLengthMax = 8_000;

const Kind = z.string().normalize('NFC').trim().min(1).max(60);
const Metadata = z
  .record(z.string().max(120), z.unknown())
  .refine((value) => JSON.stringify(value).length <= metadataLengthMax, 'This is too much.');
const written = {
  kind: Kind,
  content: z.string().trim().min(1).max(textLengthMax),
  metadata: Metadata.default({}),
};

/** CR-74: what the machine is told with every question of a person. */
export const ContextText = z.object({
  id: ContextTextId,
  kind: z.string(),
  content: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type ContextText = z.infer<typeof ContextText>;

/** CR-75: what a model may be trained with. It is added and thrown away, and never changed. */
export const TrainingText = ContextText.omit({ updatedAt: true }).extend({ id: TrainingTextId });
export type TrainingText = z.infer<typeof TrainingText>;

const inWorkspace = { workspaceId: WorkspaceId };
const own = { audience: 'workspace', permission: 'autopilot.approve' } as const;
const query = { ...pageQuery, kind: Kind.optional() };
const ofContext = { ...inWorkspace, textId: ContextTextId };
const ofTraining = { ...inWorkspace, textId: TrainingTextId };

export const listContextTexts = endpoint({
  ...{ ...own, method: 'GET', path: '/w/:workspaceId/autopilot/context-texts' },
  summary: 'What the machine is told with every question of whoever asks, the newest first',
  params: inWorkspace,
  query,
  reply: pageOf(ContextText),
});
export const putContextText = endpoint({
  ...{ ...own, method: 'PUT', path: '/w/:workspaceId/autopilot/context-texts/:textId' },
  summary: 'Write or change what the machine is told with every question',
  params: ofContext,
  body: written,
  reply: ContextText,
  errors: ['autopilot.text_not_found', 'autopilot.too_many_texts'],
});
export const deleteContextText = endpoint({
  ...{ ...own, method: 'DELETE', path: '/w/:workspaceId/autopilot/context-texts/:textId' },
  summary: 'Tell the machine this no longer',
  params: ofContext,
  status: 204,
  reply: z.void(),
});

export const listTrainingTexts = endpoint({
  ...{ ...own, method: 'GET', path: '/w/:workspaceId/autopilot/training-texts' },
  summary: 'Texts of whoever asks that a model may be trained with, the newest first',
  params: inWorkspace,
  query,
  reply: pageOf(TrainingText),
});
export const putTrainingText = endpoint({
  ...{ ...own, method: 'PUT', path: '/w/:workspaceId/autopilot/training-texts/:textId' },
  summary: 'Add a text that a model may be trained with',
  params: ofTraining,
  body: written,
  reply: TrainingText,
  errors: ['autopilot.text_not_found', 'autopilot.text_reused', 'autopilot.too_many_texts'],
});
export const deleteTrainingText = endpoint({
  ...{ ...own, method: 'DELETE', path: '/w/:workspaceId/autopilot/training-texts/:textId' },
  summary: 'Train no model with this',
  params: ofTraining,
  status: 204,
  reply: z.void(),
});

export const textsEvents = [] as const;
export const textsErrors = {
  text_not_found: [404, 'This text does not exist, or it is somebody else’s.'],
  text_reused: [409, 'This id belongs to another text.'],
  too_many_texts: [409, `Everybody has ${textsMax.toLocaleString('en')} texts of this kind at most.`],
} as const;
