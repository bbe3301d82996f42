import { type ComponentType, lazy } from 'react';
import type { Conversation, ReplyTemplateId } from '../../contract.ts';

/** What chooses among saved replies is given. Its words come with their gaps filled in. */
export interface SavedReplyPickerProps {
  readonly conversation: Conversation;
  readonly onChoose: (words: string, id: ReplyTemplateId) => void;
  readonly onClose: () => void;
}

type Picker = { readonly default: ComponentType<SavedReplyPickerProps> };
const [fetchPicker] = Object.values(import.meta.glob<Picker>('../replies/SavedReplyPicker.tsx'));

/** Undefined while there are none to choose from. */
export const SavedReplies = fetchPicker && lazy(fetchPicker);
