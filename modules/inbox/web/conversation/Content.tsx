import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import type { Message } from '../../contract.ts';
import { kindLabel } from '../words.ts';
import { Above } from './Above.tsx';
import { Attachments } from './Attachments.tsx';
import { Linked } from './Linked.tsx';

const Edits = lazy(() => import('./Edits.tsx'));
const MailBody = lazy(() => import('../mail/MailBody.tsx'));

/** What was said: what it answers, what came with it, and its words. All of it is of the outside: shown as text. */
export function Content({ message, person }: { message: Message; person: string }): ReactNode {
  const { body, attachments, kind } = message;
  const isBare = !body && attachments.length === 0;
  return (
    <>
      <Above message={message} person={person} />
      {attachments.length > 0 && <Attachments attachments={attachments} />}
      {kind === 'mail' ? (
        <Suspense fallback={<Words text={body ?? ''} />}>
          <MailBody message={message} />
        </Suspense>
      ) : (
        body && <Words text={body} />
      )}
      {isBare && hasNoShape(message) && (
        <p className="text-soft italic">{kindLabel(kind) || 'A message without words'}</p>
      )}
      {message.editedAt && (
        <Suspense fallback={<span className="text-xs text-faint">Edited</span>}>
          <Edits message={message} />
        </Suspense>
      )}
    </>
  );
}

const Words = ({ text }: { text: string }) => (
  <p className="text-base break-words whitespace-pre-wrap">
    <Linked text={text} />
  </p>
);

const hasNoShape = ({ details }: Message): boolean =>
  !details.story && !details.share && !details.location && !details.postback && !details.mail;
