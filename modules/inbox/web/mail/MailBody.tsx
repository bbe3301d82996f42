import Image from 'lucide-react/icons/image';
import { type ReactNode, useState } from 'react';
import { urlOf } from '../../../../kit/client.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { getMailPage, type MailAddress, MailDetails, type Message } from '../../contract.ts';
import { Linked } from '../conversation/Linked.tsx';
import { partsOf } from './quoted.ts';

/** A mail in its conversation: to whom it went, its own words, and on demand what it quotes and how it was laid out. */
export default function MailBody({ message }: { message: Message }) {
  const [isLaidOut, setLaidOut] = useState(false);
  const mail = MailDetails.safeParse(message.details.mail).data;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {mail && <Head mail={mail} />}
      {isLaidOut ? <LaidOut message={message} /> : <Words text={message.body ?? ''} />}
      {mail?.lacking && <Lacking why={mail.lacking} />}
      {mail?.hasHtml && (
        <Button look="quiet" size="small" className="self-start" onClick={() => setLaidOut(!isLaidOut)}>
          {isLaidOut ? 'Show the words only' : 'Show as it was laid out'}
        </Button>
      )}
    </div>
  );
}

const automatic = {
  reply: 'Answered by a machine',
  bounce: 'Could not be delivered',
  bulk: 'Sent to many',
} as const;

function Head({ mail }: { mail: MailDetails }) {
  return (
    <header className="flex flex-col gap-0.5 border-b border-line pb-1.5 text-sm">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-[550]">{mail.subject || 'No subject'}</span>
        {mail.automatic && (
          <Badge tone={mail.automatic === 'bounce' ? 'danger' : 'quiet'}>{automatic[mail.automatic]}</Badge>
        )}
      </span>
      <dl className="grid grid-cols-[auto_1fr] gap-x-2 text-xs text-faint">
        <People name="From" people={mail.from ? [mail.from] : []} />
        <People name="To" people={mail.to} />
        <People name="Cc" people={mail.cc} />
        <People name="Bcc" people={mail.bcc} />
      </dl>
    </header>
  );
}

function People({ name, people }: { name: string; people: readonly MailAddress[] }): ReactNode {
  if (people.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className="break-words">
        {people.map((one) => (one.name ? `${one.name} <${one.address}>` : one.address)).join(', ')}
      </dd>
    </>
  );
}

function Words({ text }: { text: string }) {
  const { own, quoted } = partsOf(text);
  if (text.trim() === '') return <p className="text-soft italic">A mail without words</p>;
  return (
    <>
      <p className="text-base break-words whitespace-pre-wrap">
        <Linked text={own} />
      </p>
      {quoted && (
        <details className="text-sm text-soft">
          <summary className="w-fit cursor-pointer text-faint">What it answers</summary>
          <p className="mt-1 border-l-2 border-line pl-3 break-words whitespace-pre-wrap">{quoted}</p>
        </details>
      )}
    </>
  );
}

/** In a document of its own that has no origin, runs nothing and, until one asks, loads nothing from elsewhere. */
function LaidOut({ message }: { message: Message }) {
  const workspaceId = useHere().workspace.id;
  const [images, setImages] = useState<'hidden' | 'shown'>('hidden');
  const mail = MailDetails.safeParse(message.details.mail).data;
  const { conversationId, id: messageId } = message;
  const address = urlOf(getMailPage, { workspaceId, conversationId, messageId }, { images });
  return (
    <div className="flex flex-col gap-2">
      {mail && mail.remoteImagesCount > 0 && images === 'hidden' && (
        <Button
          look="plain"
          size="small"
          icon={Image}
          className="self-start"
          onClick={() => setImages('shown')}
        >
          Load pictures; the sender may see that you did
        </Button>
      )}
      <iframe
        key={images}
        title={`Mail: ${mail?.subject || 'No subject'}`}
        src={address}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        loading="lazy"
        className="h-96 w-full min-w-64 resize-y rounded-md border border-line bg-white sm:min-w-[28rem]"
      />
    </div>
  );
}

const Lacking = ({ why }: { why: 'too_large' | 'unreadable' }) => (
  <p className="text-sm text-warn">
    {why === 'too_large'
      ? 'This mail is too large to be brought here. It is in the mailbox.'
      : 'This mail could not be read here. It is in the mailbox as it came.'}
  </p>
);
