import Clock from 'lucide-react/icons/clock';
import Paperclip from 'lucide-react/icons/paperclip';
import Stamp from 'lucide-react/icons/stamp';
import { lazy, type RefObject, Suspense, useRef, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { type Conversation, type ReplyTemplateId, uploadTypes } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { SavedTool } from '../replies/SavedTool.tsx';
import { withSaved } from '../replies/saved-replies.ts';
import { bring } from './files.ts';
import type { Submit } from './useSubmit.ts';
import type { OpenWindow } from './useWindow.ts';
import { write, writingIn } from './words-kept.ts';

const SendLater = lazy(() => import('./SendLater.tsx'));
const TemplatePicker = lazy(() => import('./TemplatePicker.tsx'));

interface ToolsProps {
  conversation: Conversation;
  window: OpenWindow;
  onSend: Submit;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Why it cannot be sent as it stands, now or later. */
  whyNot: string | undefined;
}

/** A file, a saved reply, another time, a template. */
export function ComposerTools({ conversation, window, onSend, field, whyNot }: ToolsProps) {
  const [opened, setOpened] = useState<'later' | 'templates'>();
  const close = () => setOpened(undefined);
  useActions([...(window.hasTemplates ? [{ ...templateAction, run: () => setOpened('templates') }] : [])]);
  const putIn = (words: string, id: ReplyTemplateId) => {
    const { reply, used } = writingIn(conversation.id);
    write(conversation.id, {
      reply: withSaved(reply, words),
      isBegun: true,
      used: [...used, id],
    });
    requestAnimationFrame(() => field.current?.focus());
  };
  return (
    <span className="-ml-2 flex items-center gap-0.5">
      {window.mayWrite && <AttachButton conversation={conversation} />}
      {window.mayWrite && (
        <SavedTool
          id="inbox.saved"
          group={group}
          answered={{ name: conversation.person.name, channel: conversation.channel }}
          onChoose={putIn}
        />
      )}
      {window.mayWrite && (
        <IconButton
          icon={Clock}
          label="Send later"
          className="aria-disabled:border-transparent aria-disabled:bg-transparent"
          disabledReason={whyNot}
          onClick={() => setOpened('later')}
        />
      )}
      {window.hasTemplates &&
        (window.mayWrite ? (
          <IconButton icon={Stamp} label="Templates" onClick={() => setOpened('templates')} />
        ) : (
          <Button icon={Stamp} className="ml-2" onClick={() => setOpened('templates')}>
            Choose a template
          </Button>
        ))}
      <Suspense>
        {opened === 'later' && (
          <SendLater conversation={conversation} onChoose={(sendAt) => onSend({ sendAt })} onClose={close} />
        )}
        {opened === 'templates' && (
          <TemplatePicker conversation={conversation} onSend={onSend} onClose={close} />
        )}
      </Suspense>
    </span>
  );
}

const group = 'In the conversation';
const templateAction = { id: 'inbox.templates', title: 'Send a template', group, icon: Stamp };

function AttachButton({ conversation }: { conversation: Conversation }) {
  const { workspaceId } = useInbox().at;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon={Paperclip} label="Add a file" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to send"
        accept={uploadTypes.join(',')}
        onChange={(event) => {
          bring({ workspaceId, conversationId: conversation.id }, [...(event.target.files ?? [])]);
          // The same file may be chosen once more.
          event.target.value = '';
        }}
      />
    </>
  );
}
