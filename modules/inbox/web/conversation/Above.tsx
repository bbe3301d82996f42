import type { LucideIcon } from 'lucide-react';
import CornerUpLeft from 'lucide-react/icons/corner-up-left';
import Image from 'lucide-react/icons/image';
import MapPin from 'lucide-react/icons/map-pin';
import MousePointerClick from 'lucide-react/icons/mouse-pointer-click';
import Share2 from 'lucide-react/icons/share-2';
import Stamp from 'lucide-react/icons/stamp';
import type { ReactNode } from 'react';
import type { Message } from '../../contract.ts';
import { kindLabel } from '../words.ts';
import { OutsideLink } from './Linked.tsx';

/** What a message is about, over its words: what it answers, a story, a post, a place, a template, a button. */
export function Above({ message, person }: { message: Message; person: string }) {
  const { replyTo, details, kind } = message;
  return (
    <>
      {replyTo && (
        <p className="mb-1 flex items-start gap-1.5 border-l-2 border-firm/60 pl-2 text-sm text-soft">
          <CornerUpLeft size={13} strokeWidth={2} className="mt-1 shrink-0" aria-hidden />
          <span className="line-clamp-2">
            <span className="sr-only">
              {replyTo.direction === 'inbound' ? `Answers ${person}: ` : 'Answers you: '}
            </span>
            {replyTo.text || kindLabel(replyTo.kind) || 'A message'}
          </span>
        </p>
      )}
      {details.story && (
        <About icon={Image}>
          {kind === 'story_mention' ? 'Mentioned you in a story' : 'About your story'}
          {details.story.url && <> · {<OutsideLink url={details.story.url}>Look at it</OutsideLink>}</>}
        </About>
      )}
      {details.share && (
        <About icon={Share2}>
          {details.share.url ? (
            <OutsideLink url={details.share.url}>{details.share.title || 'A shared post'}</OutsideLink>
          ) : (
            details.share.title || 'A shared post'
          )}
        </About>
      )}
      {details.location && <PlaceOf location={details.location} />}
      {details.template && <About icon={Stamp}>{`Template ${details.template.name}`}</About>}
      {details.postback && (
        <About icon={MousePointerClick}>{details.postback.title || 'Pressed a button'}</About>
      )}
    </>
  );
}

function About({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 py-0.5 text-sm text-soft">
      <Icon size={14} strokeWidth={1.75} className="mt-1 shrink-0" aria-hidden />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function PlaceOf({ location }: { location: NonNullable<Message['details']['location']> }) {
  const { latitude, longitude, name, address } = location;
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const url = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <About icon={MapPin}>
      <OutsideLink url={url}>{name || where}</OutsideLink>
      {(address || name) && <span className="block text-xs text-faint">{address || where}</span>}
    </About>
  );
}
