import { z } from 'zod';

/** Of the modules below, for statements, which know their own module’s contracts alone. */
export { CommentId, ContactId, ConversationId, MessageId } from '../../inbox/contract.ts';
export { LocationId } from '../../workspaces/contract.ts';

/** Here, because every part of the module points at them. */
export const DecisionId = z.uuid().brand<'DecisionId'>();
export type DecisionId = z.infer<typeof DecisionId>;
export const PersonaId = z.uuid().brand<'PersonaId'>();
export type PersonaId = z.infer<typeof PersonaId>;
