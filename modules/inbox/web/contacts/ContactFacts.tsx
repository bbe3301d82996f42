import { Link } from 'react-router';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Facts } from '../../../../web/kit/Section.tsx';
import { ClockAt, Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import type { Contact } from '../../contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { OutsideLink } from '../conversation/Linked.tsx';
import { channelLabels, statusLabels } from '../words.ts';
import type { At } from './deeds.ts';
import { fieldWords, languageLabel } from './words.ts';

export function ProfileFacts({ contact }: { contact: Contact }) {
  const { language, timezone, fields, createdAt } = contact;
  return (
    <Facts
      facts={[
        ['Language', language ? languageLabel(language) : <Unknown key="unknown" />],
        [
          'Time zone',
          timezone ? (
            <>
              {timezone.replaceAll('_', ' ')}, <ClockAt zone={timezone} />
            </>
          ) : (
            <Unknown key="unknown" />
          ),
        ],
        ['Known since', <Time key="since" at={createdAt} as="day" />],
        ...Object.entries(fields).map(([name, value]): [string, string] => [name, fieldWords(value)]),
      ]}
    />
  );
}

const Unknown = () => <span className="text-faint">Not known</span>;

export function Channels({ contact: { identities } }: { contact: Contact }) {
  if (identities.length === 0) return <p className="text-soft">They are on none of the accounts you see.</p>;
  return (
    <ul className="flex flex-col">
      {identities.map(({ id, channel, username, name, platformUserId, profileUrl }) => (
        <li key={id} className="flex items-center gap-3 border-b border-line py-2 last:border-0">
          <ChannelMark platform={channel.platform} />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{name ?? username ?? platformUserId}</span>
            <span className="block truncate text-sm text-soft">
              {channelLabels[channel.platform]} · {channel.name}
            </span>
          </span>
          {profileUrl && <OutsideLink url={profileUrl}>{username ? `@${username}` : 'Profile'}</OutsideLink>}
        </li>
      ))}
    </ul>
  );
}

export function Conversations({ at, contact: { conversations } }: { at: At; contact: Contact }) {
  if (conversations.length === 0) return <p className="text-soft">There is none that you see.</p>;
  return (
    <ul className="flex flex-col">
      {conversations.map(({ id, platform, channelName, subject, status, lastText, lastAt }) => (
        <li key={id} className="border-b border-line last:border-0">
          <Link
            to={paths.conversation({ workspaceId: at.workspaceId, conversationId: id })}
            className="flex items-center gap-3 rounded-md px-1 py-2 hover:bg-hover"
          >
            <ChannelMark platform={platform} />
            <span className="min-w-0 flex-1">
              <span className="block truncate">{subject ?? lastText ?? 'Nothing that is text'}</span>
              <span className="block truncate text-sm text-soft">{channelName}</span>
            </span>
            {status !== 'open' && <Badge>{statusLabels[status]}</Badge>}
            <span className="shrink-0 text-sm text-soft">
              <Time at={lastAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
