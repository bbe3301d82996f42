import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import type { Message } from '../../contract.ts';
import { kindLabel } from '../words.ts';
import { Above } from './Above.tsx';
import { Attachments } from './Attachments.tsx';
import { Linked } from './Linked.tsx';

const Edits = lazy(() => import('./Edits.tsx'));

/** What was said: what it answers, what came with it, and its words. All of it is of the outside: shown as text. */
export function Content({ message, person }: { message: Message; person: string }): ReactNode {
  const { body, attachments, kind } = message;
  const isBare = !body && attachments.length === 0;
  return (
    <>
      <Above message={message} person={person} />
      {attachments.length > 0 && <Attachments attachments={attachments} />}
      {body && (
        <p className="text-base break-words whitespace-pre-wrap">
          <Linked text={body} />
        </p>
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

const hasNoShape = ({ details }: Message): boolean =>
  !details.story && !details.share && !details.location && !details.postback;
