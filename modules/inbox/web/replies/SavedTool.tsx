import MessageSquareQuote from 'lucide-react/icons/message-square-quote';
import { lazy, Suspense, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { IconButton } from '../../../../web/kit/Button.tsx';
import type { ReplyTemplateId } from '../../replies/contract.ts';
import { type Answered, savedRepliesKey } from './saved-replies.ts';

const SavedReplyPicker = lazy(() => import('./SavedReplyPicker.tsx'));

interface SavedToolProps {
  /** As an action of the desk it stands on. */
  id: string;
  group: string;
  answered: Answered;
  /** Its words come with their gaps filled in. */
  onChoose: (words: string, id: ReplyTemplateId) => void;
}

/** Where one answers, in a conversation or to a comment: what is written once and used often. */
export function SavedTool({ id, group, answered, onChoose }: SavedToolProps) {
  const [isOpen, setOpen] = useState(false);
  const open = () => setOpen(true);
  const title = 'Saved replies';
  useActions([{ id, group, title, keys: savedRepliesKey, icon: MessageSquareQuote, run: open }]);
  return (
    <>
      <IconButton icon={MessageSquareQuote} label={title} keys={savedRepliesKey} onClick={open} />
      <Suspense>
        {isOpen && <SavedReplyPicker {...{ answered, onChoose }} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
